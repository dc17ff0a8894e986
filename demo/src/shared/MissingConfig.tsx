/** For whoever opened the page without the cloud behind it. */
export function MissingConfig() {
  return (
    <main class="hint-card">
      <h1>The shop is not open yet</h1>
      <p>
        This page needs a brand with a published product. Run <code>make up</code>: it starts the local cloud,
        sets both up and prints this page’s address. Then reload.
      </p>
    </main>
  );
}
