import { expect, test } from 'vitest'
import { tlsProblem } from '../../../main/engine/inbound/tls-problem.ts'

const openssl = (reason: string) =>
  new Error(
    `40BDE4F92A7F0000:error:0A000102:SSL routines:tls_early_post_process_client_hello:${reason}:../deps/openssl/openssl/ssl/statem/statem_srvr.c:1780:\n`,
  )

test.each([
  [
    'unsupported protocol',
    /^the client knows only TLS older than 1\.2.*"old-tls".*\(unsupported protocol\)$/,
  ],
  ['no shared cipher', /"old-tls"/],
  ['tlsv1 alert protocol version', /^the client takes no TLS version/],
  ['tlsv1 alert unknown ca', /^the client does not trust the certificate/],
  ['sslv3 alert certificate unknown', /^the client does not trust the certificate/],
  ['http request', /^the client did not begin with TLS/],
  ['wrong version number', /^the client did not begin with TLS/],
  ['bad decompression', /^bad decompression$/],
])('%s', (reason, words) => expect(tlsProblem(openssl(reason))).toMatch(words))

test('the words of BoringSSL, which Electron has', () => {
  const error = new Error(
    '124:error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL:../../third_party/boringssl/src/ssl/ssl_versions.cc:1:',
  )
  expect(tlsProblem(error)).toContain('(unsupported protocol)')
})

test('a client of OpenSSL that distrusts us says so in the clear, which BoringSSL cannot read', () => {
  const error = new Error(
    '124:error:10000074:SSL routines:OPENSSL_internal:BAD_PACKET_LENGTH:../../third_party/boringssl/src/ssl/tls_record.cc:1:',
  )
  expect(tlsProblem(error)).toMatch(/^most likely the client does not trust the certificate/)
})

test('words of smtp-server in place of those of OpenSSL hide nothing', () => {
  const { message } = openssl('tlsv1 alert unknown ca')
  const error = Object.assign(new Error('Failed to establish TLS session'), { meta: { message } })
  expect(tlsProblem(error)).toMatch(/^the client does not trust the certificate/)
})

test('what is not of TLS stays as it is', () => {
  expect(tlsProblem(new Error('read ECONNRESET'))).toBe('read ECONNRESET')
})
