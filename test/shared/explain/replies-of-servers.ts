/** What sending services, block lists, server programs, networks and Mailroom itself say, as people saw it. */
import { type SeenReply, seen } from './seen-reply.ts'

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
