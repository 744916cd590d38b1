import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useMemo } from 'react'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { saveFile } from '../../files/save-file.ts'
import { bytes } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { notify } from '../../ui/toasts.tsx'
import { decodeSource } from './decode-source.ts'

/** As much as is shown; the download has everything up to the contract's limit. */
const SHOWN_BYTES = 256 * 1024
const WHOLE_BYTES = 64 * 1024 * 1024

/** The message as it is stored, as text: nothing in it is ever interpreted. */
export function MessageSource({ id, hasBody }: { id: string; hasBody: boolean }) {
  const { api, client } = useEngine()
  const query = useQuery({
    ...api.queue.source.queryOptions({ input: { id, limit: SHOWN_BYTES } }),
    enabled: hasBody,
  })
  const source = useMemo(() => (query.data ? decodeSource(query.data.base64) : null), [query.data])
  const download = async () => {
    const whole = await client.queue.source({ id, limit: WHOLE_BYTES })
    saveFile(`${id}.eml`, 'message/rfc822', decodeSource(whole.base64).octets)
  }

  if (!hasBody)
    return (
      <EmptyState text="The message itself is no longer kept: its last recipient is done. How long it stays is set in Settings, under retention." />
    )
  if (query.isError)
    return <ProblemState text={problemText(query.error)} onRetry={() => void query.refetch()} />
  if (!query.data || !source) return <LoadingBar />
  return (
    <div className="flex flex-col gap-3 p-4">
      <div className="flex items-center justify-between gap-3">
        <p className="text-12 text-quiet">
          {bytes(query.data.size)}
          {query.data.truncated && `, of which the first ${bytes(source.octets.length)} are shown`}
        </p>
        <Button
          icon={<Download size={13} />}
          onClick={() =>
            void download().catch((error: unknown) => notify({ text: problemText(error), tone: 'problem' }))
          }
        >
          Download .eml
        </Button>
      </div>
      <pre className="font-mono text-12 break-words whitespace-pre-wrap select-text">{source.text}</pre>
    </div>
  )
}
