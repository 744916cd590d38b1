import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { t } from '../text/t.ts'
import { IconButton } from './icon-button.tsx'

const SHOWN_MS = 1_500

/** Copies a text and says that it did. */
export function CopyButton({ text, label, className }: { text: string; label: string; className?: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <IconButton
      label={copied ? t('Copied') : label}
      {...(className === undefined ? {} : { className })}
      onClick={() => void copy().catch((error: unknown) => console.warn('Copying failed.', error))}
    >
      {copied ? <Check size={14} className="text-ok" /> : <Copy size={14} />}
    </IconButton>
  )
}
