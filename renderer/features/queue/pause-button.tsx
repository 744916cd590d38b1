import { useMutation } from '@tanstack/react-query'
import { Pause, Play } from 'lucide-react'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { useLive } from '../../live/live-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { notify } from '../../ui/toasts.tsx'

/** Stops and starts all delivery; mail is accepted meanwhile and waits. */
export function PauseButton() {
  const { client } = useEngine()
  const paused = useLive((state) => state.status?.pauses.queue ?? false)
  const pause = useMutation({
    mutationFn: (wanted: boolean) => client.queue.pause({ route: null, paused: wanted }),
    onSuccess: ({ queue }) =>
      notify({
        text: queue ? t('Delivery is paused. Mail is still accepted, and waits.') : t('Delivery goes on.'),
      }),
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
  })
  return paused ? (
    <Button
      look="primary"
      icon={<Play size={13} />}
      busy={pause.isPending}
      onClick={() => pause.mutate(false)}
    >
      {t('Resume delivery')}
    </Button>
  ) : (
    <Button icon={<Pause size={13} />} busy={pause.isPending} onClick={() => pause.mutate(true)}>
      {t('Pause delivery')}
    </Button>
  )
}
