/** Fills the clipboard; without a clipboard it selects the text, so that the keyboard can copy it. */
export const script = `
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const text = button.parentElement.querySelector("code");
  try {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(text);
    button.textContent = "Selected";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
});
`;
