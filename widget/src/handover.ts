/** To the phone's share sheet, else to the clipboard; true when it was copied. */
export async function handOver(url: string): Promise<boolean> {
  try {
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      await navigator.share({ url });
      return false;
    }
    await navigator.clipboard.writeText(url);
    return true;
  } catch {
    // Refused or dismissed: the link stays on screen to be copied by hand.
    return false;
  }
}
