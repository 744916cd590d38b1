import { Download, Eye, MailOpen } from 'lucide-react'
import { useState } from 'react'
import type { ContentPart } from '../../shared/contract/content.ts'
import { openMessageFile } from '../desktop/opened-message.ts'
import { toBase64 } from '../files/base64.ts'
import { saveFile } from '../files/save-file.ts'
import { bytes, counted } from '../format/quantity.ts'
import { problemText } from '../forms/server-issues.ts'
import { t } from '../text/t.ts'
import { Badge } from '../ui/badge.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { MiddleCut } from '../ui/middle-cut.tsx'
import { Section } from '../ui/section.tsx'
import { notify } from '../ui/toasts.tsx'
import { AttachmentIcon } from './attachment-icon.tsx'
import { attachmentName, canPreview, isProgram } from './attachment-name.ts'
import type { MailSource } from './mail-source.ts'

export function AttachmentList({ parts, source }: { parts: readonly ContentPart[]; source: MailSource }) {
  const files = parts.filter(({ role }) => role === 'attachment')
  if (files.length === 0) return null
  return (
    <Section title={counted(files.length, 'attachment')}>
      <ul className="flex flex-col divide-y divide-line overflow-hidden rounded border border-line bg-raised">
        {files.map((part) => (
          <Attachment key={part.id} part={part} source={source} />
        ))}
      </ul>
    </Section>
  )
}

function Attachment({ part, source }: { part: ContentPart; source: MailSource }) {
  const name = attachmentName(part)
  const [done, setDone] = useState<number | null>(null)
  const [picture, setPicture] = useState<string | null>(null)
  const fetchPart = async (use: (octets: Uint8Array<ArrayBuffer>) => void) => {
    setDone(0)
    try {
      use(await source.part(part.id, setDone))
    } catch (error) {
      notify({ text: problemText(error), tone: 'problem' })
    } finally {
      setDone(null)
    }
  }
  // As plain octets: whatever the part says of itself, the browser must not take it for a page of ours.
  const save = () => fetchPart((octets) => saveFile(name, 'application/octet-stream', octets))
  const preview = () =>
    picture === null
      ? fetchPart((octets) => setPicture(`data:${part.type};base64,${toBase64(octets)}`))
      : setPicture(null)
  return (
    <li className="flex flex-col gap-2 px-3 py-1.5">
      <div className="flex min-w-0 items-center gap-2.5">
        <AttachmentIcon type={part.type} />
        <div className="flex min-w-0 flex-1 flex-col">
          <span className="flex min-w-0 items-center gap-2">
            <bdi className="min-w-0">
              <MiddleCut text={name} />
            </bdi>
            {isProgram(part) && <Badge tone="warn">{t('Program')}</Badge>}
          </span>
          <span className="truncate text-12 text-quiet">
            {done !== null && part.size > 0
              ? t('{done} of {size}', { done: bytes(done), size: bytes(part.size) })
              : `${bytes(part.size)} · ${part.type}`}
          </span>
        </div>
        {canPreview(part) && (
          <IconButton
            label={picture === null ? t('Show {name}', { name }) : t('Hide {name}', { name })}
            aria-expanded={picture !== null}
            disabled={done !== null}
            onClick={() => void preview()}
          >
            <Eye size={15} />
          </IconButton>
        )}
        {part.type === 'message/rfc822' && (
          <IconButton
            label={t('Read {name}', { name })}
            disabled={done !== null}
            onClick={() => void fetchPart((octets) => openMessageFile({ name, base64: toBase64(octets) }))}
          >
            <MailOpen size={15} />
          </IconButton>
        )}
        <IconButton label={t('Save {name}', { name })} disabled={done !== null} onClick={() => void save()}>
          <Download size={15} />
        </IconButton>
      </div>
      {picture !== null && (
        <img
          src={picture}
          alt={name}
          className="max-h-96 max-w-full self-start rounded-sm border border-line bg-paper object-contain"
        />
      )}
    </li>
  )
}
