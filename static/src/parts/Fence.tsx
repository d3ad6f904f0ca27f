import { Component, type ReactNode } from "react";

interface Props {
  /** The part of the page inside, as the start of a sentence. */
  name: string;
  children: ReactNode;
}

/** Keeps a fault in one part of the page from taking the drawing with it. */
export class Fence extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div className="fence" role="alert">
        <p>{this.props.name} broke. The drawing is safe.</p>
        <button type="button" className="button" onClick={() => this.setState({ hasFailed: false })}>
          Show it again
        </button>
      </div>
    );
  }
}
