import { Component, type ComponentChildren } from "preact";

interface Props {
  onError: (error: unknown) => void;
  children: ComponentChildren;
}

/** Draws nothing once something of ours breaks while drawing, and tells; whoever is told shows what stands instead. */
export class ErrorBoundary extends Component<Props> {
  override componentDidCatch(error: unknown): void {
    this.props.onError(error);
  }

  override render() {
    return this.props.children;
  }
}
