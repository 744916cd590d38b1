import { Component, type ErrorInfo, type ReactNode } from 'react'
import { t } from '../text/t.ts'
import { ProblemState } from '../ui/problem-state.tsx'

interface State {
  readonly broken: boolean
}

/** A fault in one panel leaves the rest of the window standing, and mail flowing. */
export class PanelBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { broken: false }

  static getDerivedStateFromError(): State {
    return { broken: true }
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('A panel could not be shown.', error, info.componentStack)
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children
    return (
      <ProblemState
        text={t('This panel could not be shown because of a fault in the window. Mail is not affected.')}
        onRetry={() => this.setState({ broken: false })}
      />
    )
  }
}
