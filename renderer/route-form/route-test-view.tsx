import { CircleAlert, CircleCheck } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { t } from '../text/t.ts'
import { TranscriptLine } from '../transcript/transcript-line.tsx'
import { Button } from '../ui/button.tsx'
import { LoadingBar } from '../ui/loading-bar.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/section.tsx'
import type { RouteTest } from './use-route-test.ts'

/** What came of a test: the verdict first, then the conversation it was drawn from. */
export function RouteTestView({
  test,
  onClose,
}: {
  test: Exclude<RouteTest, { kind: 'idle' }>
  onClose: () => void
}) {
  const end = useRef<HTMLDivElement>(null)
  // The form is long: what was asked for comes into view, and stays there as it grows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line and the verdict move the end.
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' })
  }, [test])
  return (
    <Section
      title={t('Test of the connection')}
      aside={
        <Button look="quiet" className="h-6" onClick={onClose}>
          {test.kind === 'running' ? t('Cancel') : t('Close')}
        </Button>
      }
    >
      {test.kind === 'done' ? (
        <Notice tone={test.ok ? 'ok' : 'bad'}>
          <p role="status" className="flex items-start gap-2">
            {test.ok ? (
              <CircleCheck size={15} aria-hidden="true" className="mt-0.5 shrink-0 text-ok" />
            ) : (
              <CircleAlert size={15} aria-hidden="true" className="mt-0.5 shrink-0 text-bad" />
            )}
            <span className="min-w-0 break-words">{test.text}</span>
          </p>
        </Notice>
      ) : (
        <LoadingBar label={t('Testing the connection')} />
      )}
      {test.lines.length > 0 && (
        <div
          role="log"
          aria-label={t('Conversation of the test')}
          className="-mx-4 overflow-x-auto border-line border-y bg-sunken py-2"
        >
          {test.lines.map((line, index) => (
            <TranscriptLine
              key={line.number}
              line={line}
              previous={test.lines[index - 1] ?? null}
              direction="outbound"
              compact
            />
          ))}
        </div>
      )}
      <div ref={end} />
    </Section>
  )
}
