// A picture or a file in the text: the text holds its place only, `<figure data-photo="12">`, and the page shows it.
import { Node } from "django-prose-editor/editor";

const words = JSON.parse(document.getElementById("editor-words").textContent);
const known = () => JSON.parse(document.getElementById("placeable")?.textContent || "{}");

// Moves what stands at a place before the block above, or behind the one below; the button that did it keeps the focus.
const shift = (editor, pos, by, act) => {
  const { state, view } = editor;
  const $pos = state.doc.resolve(pos);
  const node = $pos.nodeAfter;
  const other = $pos.index() + by;
  if (!node || other < 0 || other >= $pos.parent.childCount) return;
  const target = pos + by * $pos.parent.child(other).nodeSize;
  view.dispatch(state.tr.delete(pos, pos + node.nodeSize).insert(target, node));
  editor.chain().setNodeSelection(target).scrollIntoView().run();
  view.nodeDOM(target)?.querySelector?.(`[data-act=${act}]`)?.focus();
};

const button = (act, label, press) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-outline-primary";
  made.dataset.act = act;
  made.textContent = label;
  made.addEventListener("click", press);
  return made;
};

const shown = (told) => {
  const dom = document.createElement("figure");
  dom.className = "placed";
  dom.setAttribute("role", "group");
  dom.setAttribute("aria-label", told.label);
  dom.contentEditable = "false";
  if (told.src) {
    const picture = document.createElement("img");
    picture.src = told.src;
    picture.alt = "";
    picture.draggable = false;
    dom.append(picture);
  }
  const text = document.createElement("span");
  text.className = "placed-words";
  const sort = document.createElement("strong");
  sort.textContent = told.sort || words.Picture;
  text.append(sort, told.label);
  dom.append(text);
  return dom;
};

export const Placed = Node.create({
  name: "placed",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes() {
    return { kind: { default: "photo", rendered: false }, number: { default: 0, rendered: false } };
  },
  parseHTML() {
    return ["photo", "file"].map((kind) => ({
      tag: `figure[data-${kind}]`,
      getAttrs: (element) => ({ kind, number: Number(element.getAttribute(`data-${kind}`)) }),
    }));
  },
  renderHTML({ node }) {
    return ["figure", { [`data-${node.attrs.kind}`]: node.attrs.number }];
  },
  addKeyboardShortcuts() {
    const move = (by) => () => {
      const { selection } = this.editor.state;
      if (selection.node?.type.name !== "placed") return false;
      shift(this.editor, selection.from, by);
      this.editor.view.focus();
      return true;
    };
    return { "Alt-ArrowUp": move(-1), "Alt-ArrowDown": move(1) };
  },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const told = known()[`${node.attrs.kind}-${node.attrs.number}`] || { label: words["No longer with the article"] };
      const dom = shown(told);
      const acts = document.createElement("span");
      acts.className = "placed-acts";
      acts.append(
        button("up", words["Move up"], () => shift(editor, getPos(), -1, "up")),
        button("down", words["Move down"], () => shift(editor, getPos(), 1, "down")),
        button("out", words["Take out of the text"], () => {
          editor.chain().deleteRange({ from: getPos(), to: getPos() + 1 }).focus().run();
        }),
      );
      dom.append(acts);
      return { dom, stopEvent: (event) => Boolean(event.target.closest?.("button")), ignoreMutation: () => true };
    };
  },
});
