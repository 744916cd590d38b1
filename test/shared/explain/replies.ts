/** Replies as servers gave them (names and addresses made neutral), each with the entry that must explain it. */
export interface SeenReply {
  readonly id: string | null
  readonly text: string
  readonly host?: string
}

const seen = (id: string | null, text: string, host?: string): SeenReply =>
  host === undefined ? { id, text } : { id, text, host }

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

export const SENDING_SERVICES: readonly SeenReply[] = [
  seen(
    'ses-not-verified',
    '554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: root@office.example',
  ),
  seen('ses-throttled', '454 Throttling failure: Maximum sending rate exceeded.'),
  seen('ses-daily-quota', '454 Throttling failure: Daily message quota exceeded.'),
  seen('ses-credentials', '535 Authentication Credentials Invalid', 'email-smtp.eu-central-1.amazonaws.com'),
  seen(
    'ses-access-denied',
    "554 Access denied: User `arn:aws:iam::1234:user/ses' is not authorized to perform `ses:SendRawEmail' on resource `arn:aws:ses:eu-west-1:1234:identity/a@office.example'",
  ),
  seen('sendgrid-credits', '451 Authentication failed: Maximum credits exceeded'),
  seen(
    'sendgrid-api-key',
    '535 Authentication failed: The provided authorization grant is invalid, expired, or revoked',
  ),
  seen('sendgrid-unauthenticated', '550 Unauthenticated senders not allowed'),
  seen(
    'sendgrid-sender-identity',
    '550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved. Visit https://sendgrid.com/docs/for-developers/sending-email/sender-identity/',
  ),
  seen(
    'mailgun-not-allowed',
    '421 Domain sandbox123.mailgun.org is not allowed to send: Free accounts are for test purposes only. Please upgrade or add the address to authorized recipients in Account Settings.',
  ),
  seen(
    'mailgun-activate',
    '421 Domain sandbox123.mailgun.org is not allowed to send: Please activate your Mailgun account. Check your inbox or log in to your control panel to resend the activation email.',
  ),
  seen(
    'mailgun-domain-disabled',
    '421 Domain office.example is not allowed to send: recipient limit exceeded, try again after Sun, 05 Oct 2025 19:22:44 UTC',
  ),
  seen(
    'brevo-not-activated',
    '502 5.7.0 Your SMTP account is not yet activated. Please contact us at contact@sendinblue.com to request activation',
  ),
  seen('brevo-ip', '525 5.7.1 Unauthorized IP address'),
  seen('brevo-auth', '535 5.7.8 Authentication failed', 'smtp-relay.brevo.com'),
  seen(
    'postmark-sender',
    "554 5.0.0 The 'From' address you supplied (a@office.example) is not a Sender Signature on your account.",
  ),
  seen('smtp2go-ip', '550 that IP address is not allowed to send'),
]

export const BLOCK_LISTS: readonly SeenReply[] = [
  seen(
    'spamhaus',
    '554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.7',
  ),
  seen(
    'spamhaus-open-resolver',
    '554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org; Error: open resolver; https://check.spamhaus.org/returnc/pub/192.0.2.7/',
  ),
  seen(
    'spamhaus-pbl',
    '550 5.7.1 Email rejected per SPAMHAUS policy, https://www.spamhaus.org/pbl/query/PBL123',
  ),
  seen(
    'spamhaus-dbl',
    '550 5.7.1 Your email was rejected due to having a domain present in the Spamhaus DBL -- see https://www.spamhaus.org/dbl/',
  ),
  seen(
    'barracuda',
    '550 permanent failure for one or more recipients (a@example.com:blocked using b.barracudacentral.org) http://www.barracudacentral.org/rbl/removal-request/192.0.2.7',
  ),
  seen(
    'spamcop',
    '554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using bl.spamcop.net; Blocked - see https://www.spamcop.net/bl.shtml?192.0.2.7',
  ),
  seen(
    'uceprotect',
    '550 5.7.1 Service unavailable; client [192.0.2.7] blocked using dnsbl-3.uceprotect.net',
  ),
  seen('manitu', '554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using ix.dnsbl.manitu.net'),
  seen('proofpoint-block', '554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.7'),
  seen('mimecast-block-code', '550 Envelope blocked - User Entry', 'eu-smtp-inbound-1.mimecast.com'),
  seen(
    'mimecast-busy',
    '451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451',
    'eu-smtp-inbound-1.mimecast.com',
  ),
  seen(
    'cisco-reputation',
    '554 #5.7.1 Your access to submit messages to this e-mail system has been rejected.',
    'mx1.office.example',
  ),
  seen(
    'mimecast-block',
    '550 Rejected by header based Anti-Spoofing policy: a@office.example - https://community.mimecast.com/docs/DOC-1369#550 [abc]',
  ),
  seen(
    'cisco-talos',
    "554-Your access to this mail system has been rejected due to the sending MTA's poor reputation. If you believe that this failure is in error, please contact the intended recipient via alternate means. https://www.senderbase.org/",
  ),
  seen('block-listed', '550 5.7.1 Client host [192.0.2.7] blocked using rbl.example.net'),
]

export const SERVERS: readonly SeenReply[] = [
  seen('relay-denied', '554 5.7.1 <a@example.org>: Relay access denied'),
  seen('relay-denied', '550 relay not permitted'),
  seen('relay-denied', '550 5.7.1 Unable to relay'),
  seen('relay-denied', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'),
  seen(
    'user-unknown',
    '550 5.1.1 <nobody@example.org>: Recipient address rejected: User unknown in local recipient table',
  ),
  seen(
    'user-unknown',
    '550 5.1.1 <nobody@example.org>: Recipient address rejected: User unknown in virtual mailbox table',
  ),
  seen('user-unknown', "550 5.1.1 <nobody@example.org> User doesn't exist: nobody@example.org"),
  seen('user-unknown', '550 Unrouteable address'),
  seen('user-unknown', '550 No Such User Here'),
  seen('user-unknown', '511 sorry, no mailbox here by that name (#5.1.1 - chkuser)'),
  seen('user-unknown', '550 5.1.1 User Unknown'),
  seen('recipient-domain-unknown', '450 4.1.2 <a@exmple.org>: Recipient address rejected: Domain not found'),
  seen(
    'sender-domain-unknown',
    '450 4.1.8 <scanner@office.local>: Sender address rejected: Domain not found',
  ),
  seen(
    'sender-domain-unknown',
    '553 5.1.8 <scanner@office.local>... Domain of sender address scanner@office.local does not exist',
  ),
  seen(
    'sender-not-owned',
    '553 5.7.1 <info@office.example>: Sender address rejected: not owned by user scanner@office.example',
  ),
  seen('sender-verify-failed', '550 Sender verify failed'),
  seen('need-fqdn-sender', '504 5.5.2 <scanner>: Sender address rejected: need fully-qualified address'),
  seen('need-fqdn-helo', '504 5.5.2 <COPIER>: Helo command rejected: need fully-qualified hostname'),
  seen('need-fqdn-helo', '550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)'),
  seen('starttls-needed', '530 5.7.0 Must issue a STARTTLS command first'),
  seen('starttls-needed', '451 5.7.3 STARTTLS is required to send mail'),
  seen('starttls-needed', '538 5.7.11 Encryption required for requested authentication mechanism'),
  seen('authentication-required', '530 5.7.0 Authentication required'),
  seen('authentication-failed', '535 5.7.8 Error: authentication failed: authentication failure'),
  seen('authentication-failed', '535 Incorrect authentication data'),
  seen('authentication-unsupported', '504 5.7.4 Unrecognized authentication type'),
  seen('authentication-unsupported', '503 5.5.1 Error: authentication not enabled'),
  seen(
    'greylisted',
    '450 4.2.0 <a@example.org>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.org.html',
  ),
  seen('greylisted', '451 4.7.1 Greylisting in action, please come back later'),
  seen('greylisted', '451 4.7.1 Please try again in 5 minutes'),
  seen('too-many-connections', '421 4.7.0 mx.example.org Error: too many connections from 192.0.2.7'),
  seen('too-many-connections', '421 Too many concurrent SMTP connections; please try again later.'),
  seen('rate-limited', '450 4.7.1 Error: too much mail from 192.0.2.7'),
  seen('rate-limited', '550 5.7.1 You have exceeded the hourly limit of mails'),
  seen('too-many-recipients', '452 4.5.3 Error: too many recipients'),
  seen('mailbox-full', '552 5.2.2 <a@example.org>: user is over quota'),
  seen('mailbox-full', '452 4.2.2 <a@example.org> Quota exceeded (mailbox for user is full)'),
  seen('mailbox-full', '422 4.2.2 Mailbox full'),
  seen('message-too-large', '552 5.3.4 Message size exceeds fixed limit'),
  seen('message-too-large', '552 message size exceeds maximum permitted'),
  seen('mailbox-disabled', '554 5.2.1 Account inactive'),
  seen('spam-refused', '550 5.7.1 Message rejected as spam by Content Filtering.'),
  seen('spam-refused', '571 5.7.1 message classified as spam'),
  seen('spam-refused', '550 This message was classified as SPAM and may not be delivered'),
  seen('virus-refused', '554 5.7.1 virus Eicar-Test-Signature detected by ClamAV'),
  seen('no-reverse-dns', '450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.7]'),
  seen('no-reverse-dns', '421 No reverse DNS for 192.0.2.7'),
  seen(
    'spf-refused',
    '550 5.7.23 <a@example.org>: Recipient address rejected: Message rejected due to: SPF fail - not authorized. Please see http://www.openspf.net/Why',
  ),
  seen('dmarc-refused', '550 5.7.1 rejected by DMARC policy for office.example'),
  seen('loop-detected', '554 5.4.6 Error: too many hops'),
  seen('ms-hop-count', '554 5.4.14 Hop count exceeded - possible mail loop ATTR34'),
  seen('local-problem-there', '451 4.3.0 Error: queue file write error'),
  seen('local-problem-there', '451 4.3.5 Server configuration problem'),
  seen('local-problem-there', '451 Temporary local problem - please try later'),
  seen('bare-lf-refused', '521 5.5.2 mx.example.org Error: bare <LF> received'),
  seen('line-too-long', '552 5.6.0 message has lines too long for transport: header line too long'),
  seen('header-invalid', '550 5.7.1 Missing From header'),
  seen('address-syntax', '501 5.1.3 Bad recipient address syntax'),
  seen('utf8-not-supported', '553 5.6.7 SMTPUTF8 required'),
  seen('status-mailbox-disabled', '550 5.2.1 <a@example.org>... nope'),
  seen('status-no-mailbox', '550 5.1.1 <a@example.org>: nope'),
  seen('status-expired', '554 5.4.7 nope'),
  seen('code-550', '550 nope'),
  seen('code-421', '421 mx.example.org closing connection'),
  seen('code-452', '452 nope'),
  seen('code-accepted', '250 OK id=1abc'),
  seen('status-delivered', '250 2.0.0 Ok: queued as 4Wy9rQ2dx2dz8vdt'),
  seen(null, '599 whatever this is'),
]

export const NETWORK_AND_TLS: readonly SeenReply[] = [
  seen('net-refused', 'connect ECONNREFUSED 127.0.0.1:2526'),
  seen(
    'net-refused',
    'smtp.provider.test:587 refused the connection: nothing listens there, or a firewall blocks it.',
  ),
  seen('net-time-out', 'connect ETIMEDOUT 192.0.2.7:587'),
  seen('net-time-out-port-25', 'connect ETIMEDOUT 192.0.2.7:25'),
  seen(
    'net-time-out-port-25',
    'mx1.example.org:25 does not answer (time-out): it is down, or a firewall blocks it.',
  ),
  seen(
    'net-time-out',
    'smtp.provider.test:587 does not answer (time-out): it is down, or a firewall blocks it.',
  ),
  seen('net-silent', 'smtp.provider.test:587 was silent for too long before its greeting.'),
  seen('net-silent', 'Greeting never received'),
  seen('net-name-not-found', 'getaddrinfo ENOTFOUND smtp.provdier.test'),
  seen('net-name-not-found', 'The name smtp.provdier.test has no address. Check that it is spelled right.'),
  seen('net-no-way', 'connect EHOSTUNREACH 192.0.2.7:25'),
  seen('net-no-way', 'connect ENETUNREACH 2001:db8::7:25'),
  seen(
    'net-no-way',
    'There is no way to mx1.example.org:25 from this network. Check the network connection.',
  ),
  seen('net-reset', 'read ECONNRESET'),
  seen('net-reset', 'mx1.example.org:25 closed the connection while the message was being sent.'),
  seen('net-dns-no-answer', 'getaddrinfo EAI_AGAIN smtp.provider.test'),
  seen(
    'net-dns-no-answer',
    'No DNS server answered for example.org. Check the network connection and the DNS servers.',
  ),
  seen('net-dns-servfail', 'The DNS server could not answer for example.org (SERVFAIL).'),
  seen(
    'net-local-firewall',
    'This computer does not allow the connection to mx1.example.org:25 (EACCES): look at its firewall.',
  ),
  seen('tls-expired', 'certificate has expired'),
  seen('tls-expired', 'The certificate of smtp.provider.test has expired. Its operator must renew it.'),
  seen('tls-self-signed', 'self-signed certificate in certificate chain'),
  seen(
    'tls-self-signed',
    'The certificate of mail.office.test is self-signed or from a private authority that this computer does not trust.',
  ),
  seen('tls-unknown-issuer', 'unable to verify the first certificate'),
  seen(
    'tls-unknown-issuer',
    'The certificate of mail.office.test is from an authority that this computer does not trust, or the host does not send its intermediate certificate.',
  ),
  seen(
    'tls-wrong-name',
    "Hostname/IP does not match certificate's altnames: Host: mail.office.test. is not in the cert's altnames: DNS:*.hoster.example",
  ),
  seen(
    'tls-wrong-name',
    "The certificate of mail.office.test is for hoster.example. Use that name as the route's host, or choose TLS without verification.",
  ),
  seen(
    'tls-wrong-version-number',
    '140735:error:1408F10B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/openssl/ssl/record/ssl3_record.c:332:',
  ),
  seen(
    'tls-no-common-protocol',
    '0A000102:SSL routines::unsupported protocol:../deps/openssl/openssl/ssl/statem/statem_lib.c:1956:',
  ),
  seen('tls-no-common-protocol', 'error:0A0000BF:SSL routines::no protocols available'),
  seen('tls-no-common-protocol', 'sslv3 alert handshake failure'),
  seen('oauth-invalid-grant', 'invalid_grant'),
  seen('oauth-invalid-client', '{"error":"invalid_client","error_description":"Unauthorized"}'),
  seen('oauth-consent', 'consent_required: The user must agree again.'),
  seen('own-operator-returned', '550 5.0.0 Returned by the operator of this server'),
  seen(
    'own-no-route',
    'No relay rule matches: add a rule that gives it a route, and this mail goes on by itself.',
  ),
  seen(null, 'something odd happened'),
]

export const MAILROOM: readonly SeenReply[] = [
  seen(
    'own-mail-loop',
    'The mail would come back here: DNS names relay.office.test, which is this Mailroom, as the host that takes mail for office.test. Add office.test to the local domains, or give it a route of its own.',
  ),
  seen('own-waits-for-etrn', 'Waits until office.test asks with ETRN.'),
  seen(
    'own-waits-for-turn',
    'Waits for its turn: the route "provider" sends 30 messages a minute to smtp.provider.test.',
  ),
  seen('own-waits-by-rule', 'Waits 2h after reception by the relay rule "later".'),
  seen('own-held-by-route', 'Held by the route "look" until somebody releases it.'),
  seen(
    'own-no-sign-in-offered',
    'smtp.provider.test:25 offers no sign-in that Mailroom knows (PLAIN, LOGIN, CRAM-MD5). Check host and port, or remove the user name from the route.',
  ),
  seen(
    'own-no-sign-in-in-clear',
    'smtp.provider.test:25 offers no sign-in on a connection without TLS. Choose TLS for the route, or remove the user name from it.',
  ),
  seen(
    'own-tls-not-started',
    'smtp.provider.test:25 does not start TLS, and the route requires it. It answered: 502 unknown command',
  ),
  seen(
    'own-source-address',
    "This computer does not have the address 192.0.2.9 from which the route connects. Change the route's source address.",
  ),
  seen(
    'own-address-family',
    "The mail hosts of far.test have IPv6 addresses only, which the route's address family leaves out.",
  ),
  seen(
    'own-mailbox-folder',
    'Mailroom may not write to /srv/mail. Give its user the right to, or choose another folder.',
  ),
  seen(
    'own-token-revoked',
    'Microsoft takes this sign-in no more: the password was changed, the access was withdrawn, or it was not used for long. Sign in again; the mail waits.',
  ),
  seen(
    'own-client-rejected',
    'Microsoft does not accept the program: correct the client id and the client secret or certificate of the route. A secret may have expired.',
  ),
  seen(
    'own-relaying-refused',
    '550 5.7.1 Relaying to <a@far.test> is refused: 192.168.1.20 is not in a trusted network of listener lan and has not signed in; sign in, or ask the administrator to add it',
  ),
  seen(
    'own-sign-in-first',
    '530 5.7.0 Sign in first: listener lan takes mail only after AUTH. Set a user name and password in the sending program or device',
  ),
  seen(
    'own-unencrypted-password',
    '538 5.7.11 Passwords are not accepted over an unencrypted connection; send STARTTLS first',
  ),
  seen(
    'own-sign-in-locked',
    '421 4.7.0 Too many failed sign-ins came from 192.168.1.20; signing in goes on at 14:20, or when the administrator releases the lock',
  ),
  seen(
    'own-unknown-mailbox',
    '550 5.1.1 There is no mailbox <nobody@office.test> here; check the spelling, or ask chief@office.test',
  ),
  seen(
    'own-smuggling',
    '550 5.6.11 The message has a carriage return or line feed alone, with which other mail can be smuggled in; the sending program must end lines with CRLF',
  ),
  seen(
    'own-disk-full',
    '452 4.3.1 The disk of this server is full; the message was not kept, send it again later',
  ),
  seen(
    'tls-dane',
    'The certificate of mx.far.test does not match its TLSA records (DANE), so nothing is sent there. Its operator must bring certificate and DNS together, or somebody else answers in its place.',
  ),
  seen('net-null-mx', '556 5.1.10 The domain far.test does not take mail (null MX).'),
  seen(
    'tls-require-tls',
    'The sender demands TLS all the way (REQUIRETLS), and mx.far.test:25 does not know how to pass that on.',
  ),
]

export const SEEN_REPLIES: readonly SeenReply[] = [
  ...MICROSOFT,
  ...GOOGLE,
  ...MAILBOX_PROVIDERS,
  ...SENDING_SERVICES,
  ...BLOCK_LISTS,
  ...SERVERS,
  ...NETWORK_AND_TLS,
  ...MAILROOM,
]
