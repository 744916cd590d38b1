import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { SessionRow } from '../../../shared/domain/session.ts'
import { newNetworkPlace } from '../../../shared/place/refusal-place.ts'
import { BlockDialog } from '../../blocks/block-dialog.tsx'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { saveFile } from '../../files/save-file.ts'
import { problemText } from '../../forms/server-issues.ts'
import { goTo } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { notify } from '../../ui/toasts.tsx'
import { sessionFileName, sessionJson, sessionText } from './session-text.ts'

type Asking = 'block' | 'disconnect' | null

/** What can be done with one session. */
export function ConversationActions({ session }: { session: SessionRow }) {
  const { client } = useEngine()
  const [asking, setAsking] = useState<Asking>(null)
  const [busy, setBusy] = useState(false)
  const inbound = session.direction === 'inbound'
  const live = session.outcome === 'open'

  /** The screen may have dropped lines: what is kept comes from the engine. */
  const whole = () => client.sessions.get({ id: session.id })
  const attempt = (work: () => Promise<void>) =>
    void work().catch((error: unknown) => notify({ text: problemText(error), tone: 'problem' }))
  const copy = () =>
    attempt(async () => {
      await navigator.clipboard.writeText(sessionText(await whole()))
      notify({ text: t('The conversation is in the clipboard.') })
    })
  const save = (extension: 'txt' | 'json') =>
    attempt(async () => {
      const batch = await whole()
      const name = sessionFileName(session.id, extension)
      if (extension === 'txt') saveFile(name, 'text/plain', sessionText(batch))
      else saveFile(name, 'application/json', sessionJson(batch))
    })
  const disconnect = async () => {
    setBusy(true)
    try {
      await client.sessions.disconnect({ id: session.id })
      notify({ text: t('The session was ended.') })
    } catch (error) {
      notify({ text: problemText(error), tone: 'problem' })
    } finally {
      setBusy(false)
      setAsking(null)
    }
  }
  const entries: MenuEntry[] = [
    { label: t('Copy the conversation'), onSelect: copy },
    { label: t('Export as text'), onSelect: () => save('txt') },
    { label: t('Export as JSON'), onSelect: () => save('json') },
    ...(inbound ? inboundEntries(session, () => setAsking('block')) : []),
  ]
  return (
    <>
      {live && <Button onClick={() => setAsking('disconnect')}>{t('Disconnect…')}</Button>}
      <Menu
        trigger={
          <IconButton label={t('More about this session')}>
            <Ellipsis size={15} />
          </IconButton>
        }
        entries={entries}
      />
      {asking === 'block' && <BlockDialog address={session.peerAddress} onClose={() => setAsking(null)} />}
      <ConfirmDialog
        open={asking === 'disconnect'}
        title={t('End this session?')}
        action={t('Disconnect')}
        busy={busy}
        onConfirm={() => void disconnect()}
        onClose={() => setAsking(null)}
      >
        {inbound
          ? t(
              'The client is told to come again later. A message that it is handing in just now is not accepted.',
            )
          : t('What is being delivered over it has failed for now, and is tried again by itself.')}
      </ConfirmDialog>
    </>
  )
}

function inboundEntries(session: SessionRow, block: () => void): MenuEntry[] {
  const makeNetwork = () => {
    const { place } = newNetworkPlace(session.peerAddress)
    goTo(place.panel, place)
  }
  return [
    ...(session.network === null
      ? [{ label: t('Make a network of this client'), onSelect: makeNetwork }]
      : []),
    { label: t('Block this client…'), onSelect: block, danger: true },
  ]
}
