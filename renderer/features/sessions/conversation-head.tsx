import { LockKeyhole, LockKeyholeOpen } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { SessionRow } from '../../../shared/domain/session.ts'
import { counted } from '../../format/quantity.ts'
import { exactTime } from '../../format/relative-time.ts'
import { toleranceLabel } from '../../forms/tolerance-words.ts'
import { Time } from '../../live/time.tsx'
import { hrefOf } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { Badge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dotted } from '../../ui/dotted.tsx'
import { Facts } from '../../ui/facts.tsx'
import { durationText, outcomeOf, peerOf } from './session-marks.ts'

/** Who with whom, where, how long, how safe, and what it carried. */
export function ConversationHead({ session, children }: { session: SessionRow; children: ReactNode }) {
  const [showsTls, setShowsTls] = useState(false)
  const outcome = outcomeOf(session)
  return (
    <header className="flex shrink-0 flex-col gap-1.5 border-line border-b px-4 py-2.5">
      <div className="flex h-7 items-center gap-2">
        <h2 className="min-w-0 flex-1 truncate text-15 font-semibold">
          <bdi>
            {session.direction === 'inbound'
              ? t('From {peer}', { peer: peerOf(session) })
              : t('To {peer}', { peer: peerOf(session) })}
          </bdi>
        </h2>
        {children}
      </div>
      <p className="text-12 text-quiet">
        <Dotted>
          <span className={TONES[outcome.tone]}>{outcome.word}</span>
          <span className="select-text">
            {t('{address}, port {port}', { address: session.peerAddress, port: String(session.peerPort) })}
          </span>
          <span>
            {session.direction === 'inbound'
              ? t('listener {name}', { name: session.via })
              : t('route {name}', { name: session.via })}
          </span>
          {session.network && (
            <PlaceLink item={session.network} view="networks">
              {t('network {name}', { name: session.network })}
            </PlaceLink>
          )}
          {session.account && (
            <PlaceLink item={session.account}>
              {t('signed in as {name}', { name: session.account })}
            </PlaceLink>
          )}
          <Life session={session} />
        </Dotted>
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12">
        <TlsChip session={session} open={showsTls} onToggle={() => setShowsTls(!showsTls)} />
        {session.tolerated.length > 0 && (
          <span className="flex flex-wrap items-center gap-1.5 text-quiet">
            <Badge tone="warn" title={t('The device profile forgave what would have been refused otherwise')}>
              {t('Legacy')}
            </Badge>
            {session.tolerated.map(toleranceLabel).join(', ')}
          </span>
        )}
        {session.messageIds.length > 0 && <Messages ids={session.messageIds} />}
      </div>
      {showsTls && session.tls && <TlsFacts tls={session.tls} />}
      {session.problem && session.cause === null && (
        <p className="font-mono text-12 break-words text-bad select-text">{session.problem}</p>
      )}
    </header>
  )
}

const TONES = { live: 'font-medium text-accent', quiet: '', warn: 'text-warn', bad: 'text-bad' }

function PlaceLink({ item, view, children }: { item: string; view?: string; children: ReactNode }) {
  const href = hrefOf('accounts', { item, ...(view && { params: { view } }) })
  return (
    <a href={href} className="text-accent hover:underline">
      {children}
    </a>
  )
}

function Life({ session: { startedAt, endedAt } }: { session: SessionRow }) {
  if (endedAt === null)
    return <span>{rich('for {time}', { time: <Time key="time" at={startedAt} as="age" /> })}</span>
  return (
    <span title={exactTime(startedAt)}>
      {rich('{time}, took {span}', {
        time: <Time key="time" at={startedAt} />,
        span: durationText(endedAt - startedAt),
      })}
    </span>
  )
}

function TlsChip({ session, open, onToggle }: { session: SessionRow; open: boolean; onToggle: () => void }) {
  const { tls } = session
  const chip = 'inline-flex h-5 items-center gap-1.5 rounded-full border border-line px-2'
  if (tls === null)
    return (
      <span className={classNames(chip, 'text-quiet')}>
        <LockKeyholeOpen size={11} aria-hidden="true" />
        {t('not encrypted')}
      </span>
    )
  const old = /^(SSL|TLSv1(\.[01])?$)/.test(tls.protocol)
  return (
    <button
      type="button"
      aria-expanded={open}
      title={t('Details of the encryption')}
      onClick={onToggle}
      className={classNames(chip, 'cursor-default hover:bg-hover')}
    >
      <LockKeyhole size={11} aria-hidden="true" className={old ? 'text-warn' : 'text-ok'} />
      {tls.protocol.replace('TLSv', 'TLS ')}
      {tls.verified !== null && <span className="text-quiet">{tlsTrust(tls)}</span>}
    </button>
  )
}

function tlsTrust({ verified }: NonNullable<SessionRow['tls']>): string {
  return verified ? t('verified') : t('not verified')
}

function TlsFacts({ tls }: { tls: NonNullable<SessionRow['tls']> }) {
  const checked =
    tls.verified === null
      ? t('not asked of clients')
      : tls.verified
        ? t('an authority or DANE vouches for it')
        : t('nobody vouches for it; it was used all the same')
  return (
    <div className="text-12 select-text">
      <Facts
        facts={[
          { label: t('Protocol'), value: tls.protocol },
          { label: t('Cipher'), value: <span className="font-mono">{tls.cipher}</span> },
          { label: t('Certificate'), value: checked },
        ]}
      />
    </div>
  )
}

const SHOWN = 4

function Messages({ ids }: { ids: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-x-3">
      <span className="text-quiet">{counted(ids.length, 'message')}</span>
      {ids.slice(0, SHOWN).map((id) => (
        <a key={id} href={hrefOf('queue', { item: id })} className="font-mono text-accent hover:underline">
          {id}
        </a>
      ))}
      {ids.length > SHOWN && (
        <span className="text-quiet">{t('and {count} more', { count: ids.length - SHOWN })}</span>
      )}
    </span>
  )
}
