import { t } from '../text/t.ts'
import { Badge } from '../ui/badge.tsx'
import { type AuthenticationClaim, claimMeaning, claimTone } from './authentication-claims.ts'

/** SPF, DKIM, DMARC: the result, what it means, and what it was about. */
export function AuthenticationBadges({
  claims,
  own,
}: {
  claims: readonly AuthenticationClaim[]
  own: boolean
}) {
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-col gap-2">
        {claims.map((claim, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: several signatures may tell the same, and nothing changes.
          <li key={index} className="flex items-start gap-2.5">
            <span className="flex w-28 shrink-0">
              <Badge tone={claimTone(claim.result)}>
                {claim.method.toUpperCase()} {claim.result}
              </Badge>
            </span>
            <div className="flex min-w-0 flex-1 flex-col">
              <span>{claimMeaning(claim)}</span>
              {claim.detail !== '' && (
                <span className="font-mono text-12 break-words text-quiet select-text">{claim.detail}</span>
              )}
            </div>
          </li>
        ))}
      </ul>
      <p className="text-12 text-quiet">
        {own
          ? t('Checked by this Mailroom when the message came in.')
          : t(
              'As {server} claims in the header. Only the server that you received it from is to be believed.',
              {
                server: claims[0]?.by ?? '',
              },
            )}
      </p>
    </div>
  )
}
