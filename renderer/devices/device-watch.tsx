import { CircleAlert, CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type DeviceExpectation, type Diagnosis, diagnose, SILENCE } from '../../shared/devices/diagnose.ts'
import { engineNow, useTimeText } from '../live/clock.ts'
import { hrefOf } from '../location/location-store.ts'
import { t } from '../text/t.ts'
import { ShortTranscript } from '../transcript/short-transcript.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { ReplyText } from '../ui/reply-text.tsx'
import { Section } from '../ui/section.tsx'
import { useDeviceSession, type WatchedDevice } from './use-device-session.ts'

export interface DeviceWatchProps {
  device: WatchedDevice
  expected: DeviceExpectation
  /** A button for what can be mended here; null where there is none. */
  remedyOf: (diagnosis: Diagnosis) => ReactNode
}

/** Waits for the device's first connection, and says what is wrong with it. */
export function DeviceWatch({ device, expected, remedyOf }: DeviceWatchProps) {
  const [since] = useState(engineNow)
  const { row, lines } = useDeviceSession(device, since)
  const silent = useTimeText((now) => (now - since >= SILENCE ? 'long' : 'short')) === 'long'
  const diagnosis = diagnose(expected, row, lines, silent ? SILENCE : 0, t)
  const [first] = row?.messageIds ?? []
  return (
    <Section title={t('Watching for its first connection')}>
      <div aria-live="polite">
        <Notice tone={NOTICES[diagnosis.tone]}>
          <p className="flex items-start gap-2 font-medium">
            <ToneIcon tone={diagnosis.tone} />
            <span className="min-w-0 break-words">{diagnosis.text}</span>
          </p>
          {diagnosis.reply && <ReplyText text={diagnosis.reply} />}
          {diagnosis.advice.length > 0 && (
            <ul className="flex list-disc flex-col gap-1 pl-5 text-quiet">
              {diagnosis.advice.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          )}
          <div className="flex flex-wrap gap-2 empty:hidden">
            {remedyOf(diagnosis)}
            {first && (
              <LinkButton href={hrefOf('queue', { item: first })}>{t('Open the message')}</LinkButton>
            )}
            {row && (
              <LinkButton href={hrefOf('sessions', { item: row.id })}>{t('Open the session')}</LinkButton>
            )}
          </div>
        </Notice>
      </div>
      <ShortTranscript label={t('Conversation of the device')} lines={lines} direction="inbound" />
    </Section>
  )
}

const NOTICES = { wait: 'plain', ok: 'ok', warn: 'warn', bad: 'bad' } as const

function ToneIcon({ tone }: { tone: Diagnosis['tone'] }) {
  const look = 'mt-0.5 shrink-0'
  switch (tone) {
    case 'wait':
      return <LoaderCircle size={15} aria-hidden="true" className={`${look} animate-spin text-quiet`} />
    case 'ok':
      return <CircleCheck size={15} aria-hidden="true" className={`${look} text-ok`} />
    case 'warn':
      return <TriangleAlert size={15} aria-hidden="true" className={`${look} text-warn`} />
    case 'bad':
      return <CircleAlert size={15} aria-hidden="true" className={`${look} text-bad`} />
  }
}
