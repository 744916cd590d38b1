/** What providers of mailboxes answer, as people saw it. */
import { type SeenReply, seen } from './seen-reply.ts'

export const MICROSOFT: readonly SeenReply[] = [
  seen(
    'ms-banned-ip',
    '550 5.7.511 Access denied, banned sender[192.0.2.7]. To request removal from this list please forward this message to delist@microsoft.com. For more information please go to http://go.microsoft.com/fwlink/?LinkId=526653.',
  ),
  seen(
    'ms-smtp-auth-disabled-tenant',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [MN2PR05CA0004.namprd05.prod.outlook.com 2023-09-12T20:59:57.214Z 08DBB276B7E699C4]',
  ),
  seen(
    'ms-smtp-auth-disabled-mailbox',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information. [FR0P281CA0123.DEUP281.PROD.OUTLOOK.COM]',
  ),
  seen(
    'ms-credentials-incorrect',
    '535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. [AM0PR02CA0102.eurprd02.prod.outlook.com]',
  ),
  seen(
    'ms-conditional-access',
    '535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator. [LO4P123CA0470.GBRP123.PROD.OUTLOOK.COM]',
  ),
  seen(
    'ms-security-defaults',
    "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator.",
  ),
  seen(
    'ms-basic-auth-disabled',
    '535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [CH0PR03CA0405.namprd03.prod.outlook.com]',
  ),
  seen('ms-basic-auth-disabled', '550 5.7.30 Basic authentication is not supported for Client Submission.'),
  seen('ms-5-7-139', '535 5.7.139 Authentication unsuccessful'),
  seen('ms-5-7-3-auth', '535 5.7.3 Authentication unsuccessful [SN4PR0601CA0002.namprd06.prod.outlook.com]'),
  seen(
    'ms-not-authenticated',
    '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM [AM6PR0732BE0065.eurprd07.prod.outlook.com]',
  ),
  seen('ms-5-7-57', '530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139'),
  seen(
    'ms-send-as-denied',
    '554 5.2.252 SendAsDenied; scanner@office.example not allowed to send as info@office.example; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied',
  ),
  seen('ms-5-7-60', '550 5.7.60 SMTP; Client does not have permissions to send as this sender'),
  seen(
    'ms-tenant-attribution',
    '550 5.7.64 TenantAttribution; Relay Access Denied [VE1EUR01FT048.eop-EUR01.prod.protection.outlook.com]',
  ),
  seen(
    'ms-5-4-1',
    '550 5.4.1 Recipient address rejected: Relay Access Denied [DB5EUR01FT020.eop-EUR01.prod.protection.outlook.com]',
  ),
  seen(
    'ms-5-4-1',
    '550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [BN8NAM12FT033.eop-nam12.prod.protection.outlook.com]',
  ),
  seen(
    'ms-5-7-708',
    '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP. For more information please go to http://go.microsoft.com/fwlink/?LinkId=526653',
  ),
  seen(
    'ms-tenant-blocked',
    '550 5.7.705 Access denied, tenant has exceeded threshold. For more information please go to https://go.microsoft.com/fwlink/?LinkId=2149210',
  ),
  seen(
    'ms-domain-not-registered',
    '550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains',
  ),
  seen(
    'ms-spam-account-wording',
    '550 5.1.8 Access denied, bad outbound sender. For more information please go to http://go.microsoft.com/fwlink/?LinkId=875724. S(9333)',
  ),
  seen('ms-spam-account-wording', '550 5.7.501 Service unavailable. Access denied, spam abuse detected'),
  seen(
    'ms-banned-ip',
    '550 5.7.606 Access denied, banned sending IP [192.0.2.7]. To request removal from this list please visit https://sender.office.com/',
  ),
  seen(
    'ms-dmarc',
    '550 5.7.509 Access denied, sending domain [EXAMPLE.COM] does not pass DMARC verification and has a DMARC policy of reject.',
  ),
  seen(
    'ms-dmarc',
    '550 5.7.515 Access denied, sending domain example.com does not meet the required authentication level.',
  ),
  seen(
    'ms-auto-forward',
    '550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)',
  ),
  seen('ms-only-internal', '550 5.7.124 Sender not in allowed-senders list'),
  seen(
    'ms-resolver-not-authenticated',
    '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; RESOLVER.RST.AuthRequired; authentication required',
  ),
  seen(
    'ms-transport-rule',
    '550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy',
  ),
  seen('ms-recipient-not-found', '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'),
  seen(
    'ms-recipient-not-found',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
  ),
  seen('ms-thread-limit', '432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded'),
  seen(
    'ms-concurrent-connections',
    '432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. [AM9P192CA0017.EURP192.PROD.OUTLOOK.COM]',
  ),
  seen(
    'ms-submission-quota',
    "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a permanent exception with message The message can't be submitted because the sender's submission quota was exceeded.",
  ),
  seen(
    'ms-server-busy',
    '451 4.7.500 Server busy. Please try again later from [192.0.2.7]. (S77714) [VI1EUR04FT048.eop-eur04.prod.protection.outlook.com]',
  ),
  seen(
    'ms-throttled',
    '451 4.7.650 The mail server [192.0.2.7] has been temporarily rate limited due to IP reputation. For e-mail delivery information see https://aka.ms/postmaster (S775) [DB8EUR06FT003.eop-eur06.prod.protection.outlook.com]',
    undefined,
  ),
  seen(
    'ms-rp-001',
    '421 RP-001 (COL004-MC1F29) Unfortunately, some messages from 192.0.2.7 weren’t sent. Please try again.',
  ),
  seen(
    'ms-outlook-block-list',
    "550 5.7.1 Unfortunately, messages from [192.0.2.7] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150). You can also refer your provider to http://mail.live.com/mail/troubleshooting.aspx#errors. [DB3EUR04FT007.eop-eur04.prod.protection.outlook.com]",
  ),
  seen(
    'ms-outlook-block-list',
    "550 SC-001 (BAY004-MC4F49) Unfortunately, messages from 192.0.2.7 weren't sent. Please contact your Internet service provider since part of their network is on our block list.",
  ),
  seen(
    'ms-tls-version',
    '421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2. Visit https://aka.ms/smtp_auth_tls.',
  ),
  seen(
    'mailbox-unavailable',
    '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [DM6NAM12FT020.eop-nam12.prod.protection.outlook.com]',
  ),
  seen(
    'aadsts-invalid-secret',
    "invalid_client: AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '11112222'.",
  ),
  seen(
    'aadsts-expired-secret',
    "AADSTS7000222: The provided client secret keys for app '11112222' are expired.",
  ),
  seen(
    'aadsts-app-not-found',
    "unauthorized_client: AADSTS700016: Application with identifier '11112222' was not found in the directory 'Office'.",
  ),
  seen(
    'aadsts-consent',
    "invalid_grant: AADSTS65001: The user or administrator has not consented to use the application with ID '11112222' named 'Mailroom'.",
  ),
  seen(
    'aadsts-user-unknown',
    'AADSTS50034: The user account does not exist in the office.example directory.',
  ),
  seen(
    'aadsts-mfa',
    "invalid_grant: AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '00000002'.",
  ),
  seen('aadsts-password', 'AADSTS50126: Error validating credentials due to invalid username or password.'),
  seen(
    'aadsts-conditional-access',
    'AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  ),
  seen(
    'aadsts-token-expired',
    'AADSTS70008: The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  ),
  seen(
    'aadsts-token-expired',
    'invalid_grant: AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2024-01-04T09:19:25Z and was inactive for 90.00:00:00.',
  ),
  seen(
    'aadsts-token-revoked',
    'AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
  ),
  seen(
    'aadsts-personal-account',
    'invalid_request: AADSTS9002313: Invalid request. Request is malformed or invalid.',
  ),
  seen(
    'aadsts-tenant-not-found',
    "AADSTS90002: Tenant 'office.exmple' not found. Check to make sure you have the correct tenant ID.",
  ),
  seen(
    'aadsts-secret-missing',
    "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  ),
  seen(
    'aadsts-locked',
    'AADSTS50053: The account is locked, you have tried to sign in too many times with an incorrect user ID or password.',
  ),
  seen(
    'aadsts-redirect',
    "AADSTS50011: The redirect URI 'http://localhost:4711' specified in the request does not match the redirect URIs configured for the application",
  ),
  seen(
    'aadsts-scope',
    "invalid_scope: AADSTS70011: The provided value for the input parameter 'scope' is not valid.",
  ),
  seen('aadsts-any', 'AADSTS99999: Something nobody has seen yet.'),
]

export const GOOGLE: readonly SeenReply[] = [
  seen(
    'google-bad-credentials',
    '535-5.7.8 Username and Password not accepted. For more information, go to 535 5.7.8  https://support.google.com/mail/?p=BadCredentials ffacd0b85a97d-38f2598e8c4sm9532443f8f.63 - gsmtp',
  ),
  seen(
    'google-app-password',
    '534-5.7.9 Application-specific password required. For more information, go to 534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor x14sm12345 - gsmtp',
  ),
  seen(
    'google-web-login',
    '534-5.7.14 <https://accounts.google.com/signin/continue?sarp=1&scc=1&plt=AKgnsbt> Please log in via your web browser and then try again. 534-5.7.14 Learn more at 534 5.7.14 https://support.google.com/mail/answer/78754 n4sm123 - gsmtp',
  ),
  seen('google-too-many-logins', '454 4.7.0 Too many login attempts, please try again later. x1sm1 - gsmtp'),
  seen(
    'google-auth-unavailable',
    '454 4.7.0 Cannot authenticate due to temporary system problem. Try again later. q5 - gsmtp',
  ),
  seen(
    'google-starttls',
    '530-5.7.0 Must issue a STARTTLS command first. For more information, go to 530 5.7.0 https://support.google.com/a/answer/3221692 y1 - gsmtp',
  ),
  seen(
    'google-auth-required',
    '530-5.7.0 Authentication Required. For more information, go to 530 5.7.0  https://support.google.com/mail/?p=WantAuthError 5b1 - gsmtp',
  ),
  seen(
    'google-relay-not-allowed',
    "550-5.7.1 Invalid credentials for relay [192.0.2.7]. The IP address you've registered in your Workspace SMTP Relay service doesn't match the domain of the account this email is being sent from. 550 5.7.1 https://support.google.com/a/answer/6140680#invalidcred d1 - gsmtp",
  ),
  seen(
    'google-relay-not-allowed',
    '550-5.7.1 Mail relay denied [192.0.2.7]. Invalid credentials for relay. Visit 550 5.7.1 https://support.google.com/a/answer/6140680 - gsmtp',
  ),
  seen(
    'google-unauthenticated',
    '550-5.7.26 This mail has been blocked because the sender is unauthenticated. 550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM. 550-5.7.26 Authentication results: 550-5.7.26 DKIM = did not pass 550-5.7.26 SPF [office.example] with ip: [192.0.2.7] = did not pass 550 5.7.26 https://support.google.com/mail/answer/81126#authentication a1 - gsmtp',
  ),
  seen(
    'google-dmarc',
    "550-5.7.26 Unauthenticated email from gmail.com is not accepted due to domain's 550-5.7.26 DMARC policy. Please contact the administrator of gmail.com domain if this was a legitimate mail. 550 5.7.26 https://support.google.com/mail/answer/2451690 - gsmtp",
  ),
  seen(
    'google-ptr-wording',
    '550-5.7.25 [192.0.2.7] The IP address sending this message does not have a PTR record setup, or the corresponding forward DNS entry does not match the sending IP. 550 5.7.25 https://support.google.com/mail/answer/81126#ip-practices - gsmtp',
  ),
  seen(
    'google-ptr-wording',
    '550-5.7.1 [2001:db8::7] Our system has detected that this message does not meet IPv6 sending guidelines regarding PTR records and authentication. 550 5.7.1 https://support.google.com/mail/?p=IPv6AuthError x - gsmtp',
  ),
  seen(
    'google-not-authorised-ip',
    "550-5.7.1 [192.0.2.7] The IP you're using to send mail is not authorized to 550-5.7.1 send email directly to our servers. Please use the SMTP relay at your 550-5.7.1 service provider instead. For more information, go to 550 5.7.1  https://support.google.com/mail/?p=NotAuthorizedError d2 - gsmtp",
  ),
  seen(
    'google-unsolicited-rate',
    '421-4.7.28 Gmail has detected an unusual rate of email originating from your SPF domain [office.example]. To protect our users from spam, mail sent from your domain has been temporarily rate limited. 421 4.7.28 https://support.google.com/mail/?p=UnsolicitedRateLimitError x - gsmtp',
  ),
  seen(
    'google-unsolicited-rate',
    '421-4.7.0 [192.0.2.7 15] Our system has detected an unusual rate of unsolicited mail originating from your IP address. To protect our users from spam, mail sent from your IP address has been temporarily rate limited. - gsmtp',
  ),
  seen(
    'google-unsolicited',
    '550-5.7.1 [192.0.2.7 12] Our system has detected that this message is likely unsolicited mail. To reduce the amount of spam sent to Gmail, this message has been blocked. 550 5.7.1 https://support.google.com/mail/?p=UnsolicitedMessageError x - gsmtp',
  ),
  seen(
    'google-unsolicited',
    '550-5.7.1 [192.0.2.7] Our system has detected that this message is likely suspicious due to the very low reputation of the sending domain. - gsmtp',
  ),
  seen(
    'google-daily-limit',
    '550-5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to 550 5.4.5 https://support.google.com/a/answer/166852 x - gsmtp',
  ),
  seen('google-daily-limit', '550 5.4.5 Daily user sending quota exceeded. v4sm1 - gsmtp'),
  seen(
    'google-daily-limit',
    '550 5.7.1 Daily SMTP relay limit exceeded for customer. For more information on SMTP relay sending limits please contact your administrator. - gsmtp',
  ),
  seen(
    'google-peak-limit',
    '450 4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error. For more information on SMTP relay limits please contact your administrator or visit https://support.google.com/a/answer/6140680 - gsmtp',
  ),
  seen(
    'google-no-such-user',
    "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. Learn more at 550 5.1.1 https://support.google.com/mail/?p=NoSuchUser a2 - gsmtp",
  ),
  seen(
    'google-disabled-user',
    '550 5.2.1 The email account that you tried to reach is disabled. Learn more at https://support.google.com/mail/?p=DisabledUser x - gsmtp',
  ),
  seen(
    'google-over-quota',
    "452 4.2.2 The recipient's inbox is out of storage space. Please direct the recipient to https://support.google.com/mail/?p=OverQuotaTemp x - gsmtp",
  ),
  seen(
    'google-over-quota',
    '552 5.2.2 The email account that you tried to reach is over quota. https://support.google.com/mail/?p=OverQuotaPerm - gsmtp',
  ),
  seen(
    'google-receiving-rate',
    '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered. https://support.google.com/mail/?p=ReceivingRate - gsmtp',
  ),
  seen(
    'google-rfc-5322',
    '550-5.7.1 [192.0.2.7 11] Our system has detected that this message is not RFC 5322 compliant. To reduce the amount of spam sent to Gmail, this message has been blocked. - gsmtp',
  ),
  seen('google-rfc-5322', '550-5.7.1 Messages missing a valid messageId header are not accepted. - gsmtp'),
  seen(
    'google-too-large',
    "552-5.3.4 Your message exceeded Google's message size limits. To view our message size guidelines, go to 552 5.3.4 https://support.google.com/mail/?p=MaxSizeError - gsmtp",
  ),
  seen(
    'google-blocked-attachment',
    '552-5.7.0 This message was blocked because its content presents a potential security issue. 552 5.7.0 https://support.google.com/mail/?p=BlockedMessage x - gsmtp',
  ),
  seen('google-domain-policy', '550 5.7.1 This message violates example.com email policy. - gcdp x - gsmtp'),
  seen('oauth-google-expired', 'invalid_grant: Token has been expired or revoked.'),
  seen('oauth-deleted-client', 'deleted_client: The OAuth client was deleted.'),
  seen('oauth-redirect-mismatch', 'Error 400: redirect_uri_mismatch'),
  seen(
    'oauth-unauthorized-client',
    'unauthorized_client: Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
  ),
]

export const MAILBOX_PROVIDERS: readonly SeenReply[] = [
  seen(
    'yahoo-deferred',
    '421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes',
  ),
  seen('yahoo-deferred-code', '421 4.7.0 [TSS02] Messages from 198.51.100.1 temporarily deferred'),
  seen(
    'yahoo-permanently-deferred',
    '421 4.7.1 [TS03] All messages from 192.0.2.7 permanently deferred; Retrying will NOT succeed. See https://postmaster.yahooinc.com/error-codes',
  ),
  seen(
    'yahoo-not-accepted-policy',
    '554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes',
  ),
  seen('yahoo-auth-required', '535 5.7.0 (#AUTH005) Too many bad auth attempts.'),
  seen(
    'yahoo-no-mailbox',
    "554 delivery error: dd This user doesn't have a yahoo.com account (nobody@yahoo.com) [0] - mta4321.mail.bf1.yahoo.com",
  ),
  seen('yahoo-bad-reputation', '554 (RTR:BG)  https://postmaster.aol.com/error-codes#rtrbg', 'mx.aol.com'),
  seen('yahoo-aup', '554 5.7.1 AUP#POL Service unavailable'),
  seen(
    'apple-local-policy',
    '550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137',
  ),
  seen(
    'apple-hme',
    '554 5.7.1 [HM08] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137',
  ),
  seen('apple-hme', '554 5.7.1 [HME1] Message rejected due to local policy.'),
  seen(
    'apple-volume',
    '421 4.7.1 Messages to nobody@icloud.com deferred due to excessive volume. Try again later - https://support.apple.com/en-us/HT204137',
  ),
  seen('apple-app-password', '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6', 'smtp.mail.me.com'),
  seen(
    't-online-reputation',
    '554 IP=192.0.2.7 - None/bad reputation. Ask your postmaster for help or to contact tobr@rx.t-online.de for reset. (NOWL)',
  ),
  seen(
    't-online-reputation',
    '554 IP=192.0.2.7 - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.t-online.de to clarify.) (BL)',
  ),
  seen(
    'gmx-block-listed',
    '554-gmx.net (mxgmx104) Nemesis ESMTP Service not available 554-No SMTP service 554-IP address is block listed. 554 For explanation visit https://postmaster.gmx.net/en/case?c=r0201&i=ip&v=198.51.100.42',
  ),
  seen(
    'gmx-policy',
    '554-Transaction failed 554-Reject due to policy restrictions. 554 For explanation visit https://postmaster.gmx.net/en/case?c=hi&i=ip&v=192.0.2.7',
  ),
  seen('gmx-policy', '421 Reject due to policy violations'),
  seen('gmx-auth', '535 Authentication credentials invalid', 'mail.gmx.net [212.227.17.168]'),
  seen(
    'no-reverse-dns',
    '554 5.7.1 <mx.office.example[192.0.2.7]>: Client host rejected: cannot find your reverse hostname',
  ),
]
