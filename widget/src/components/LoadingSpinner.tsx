/** A turning ring, and words for what it stands for. */
export function LoadingSpinner({ label }: { label: string }) {
  return (
    <span class="spinner" part="spinner">
      {label}
    </span>
  );
}
