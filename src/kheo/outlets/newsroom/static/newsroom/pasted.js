// A picture in the clipboard (of the screen, or copied in Word or from a page) becomes a picture of the article once its
// words are given, and stands behind the block with the cursor. What has words goes on to the editor.
{
  const place = document.getElementById("pasted");
  const dialog = place.querySelector("dialog");
  const note = place.querySelector(".pasted-note");
  const ENDINGS = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp" };
  let waiting = null;

  const tell = (words) => {
    note.querySelector("p").textContent = words;
    note.hidden = !words;
    document.querySelector(".article-form .prose-editor").after(note); // where somebody looks who has just pasted
    if (words) note.scrollIntoView({ block: "nearest" });
  };

  // A picture that is written into the text itself, as some programs do; of one that lies elsewhere only its place is known.
  const written = (address) => {
    const [, type, base64] = /^data:(image\/[\w.+-]+);base64,(.+)$/s.exec(address) || [];
    if (!type) return null;
    const bytes = Uint8Array.from(atob(base64.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
    return new File([bytes], "", { type });
  };

  // What is in the clipboard: a picture by itself, and whether there are pictures that cannot be had.
  const lookInto = (data) => {
    const page = new DOMParser().parseFromString(data.getData("text/html"), "text/html");
    const images = [...page.images].map((image) => image.getAttribute("src") || "");
    if (page.body.textContent.trim()) return { apart: images.length > 0 };
    const picture = [...data.files].find((file) => file.type.startsWith("image/"));
    const found = picture || images.map(written).find(Boolean);
    return { picture: found, apart: !found && images.length > 0 };
  };

  const whyNot = (picture) => {
    if (!dialog) return place.dataset.saveFirst;
    if (!ENDINGS[picture.type]) return place.dataset.wrongKind;
    return picture.size > Number(place.dataset.most) ? place.dataset.tooLarge : "";
  };

  const complain = (reasons) => {
    const box = dialog.querySelector("[role=alert]");
    box.replaceChildren(...reasons.map((reason) => Object.assign(document.createElement("p"), { textContent: reason })));
    box.hidden = !reasons.length;
  };

  const ask = (picture) => {
    waiting = picture;
    dialog.querySelector("form").reset();
    complain([]);
    const reader = new FileReader();
    reader.addEventListener("load", () => { dialog.querySelector("img").src = reader.result; });
    reader.readAsDataURL(picture);
    dialog.showModal();
    dialog.querySelector("[name=photo-alt]").focus();
  };

  document.querySelector("form[data-clean]").addEventListener("paste", (event) => {
    if (!event.target.closest?.(".ProseMirror") || !event.clipboardData) return;
    const { picture, apart } = lookInto(event.clipboardData);
    tell(apart ? place.dataset.apart : "");
    if (!picture) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const against = whyNot(picture);
    if (against) tell(against);
    else ask(picture);
  }, true);

  const send = async (sent) => {
    const told = new FormData(sent);
    told.set("photo-file", waiting, `anh-dan.${ENDINGS[waiting.type]}`);
    const answer = await fetch(sent.action, { method: "POST", body: told });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const key = new URL(answer.url).searchParams.get("hung");
    if (key) {
      takeIn(answer, page);
      dialog.close();
      insert(key);
      return;
    }
    const reasons = [...page.querySelectorAll("#anh .error-summary li")].map((each) => each.textContent.trim());
    complain(reasons.length ? reasons : [window.gettext("Not added")]);
  };

  dialog?.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    event.submitter.disabled = true;
    try {
      await send(event.target);
    } catch {
      complain([window.gettext("Not added")]);
    }
    event.submitter.disabled = false;
  });
  dialog?.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}
