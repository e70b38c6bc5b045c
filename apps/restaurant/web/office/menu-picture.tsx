/** The picture of a dish: what guests see of it, another in its place, or none. */
import type { Keeping, MenuDish } from "./menu-things.js";
import { Confirm, Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.menu.picture;

interface Props extends Pick<Keeping, "keeping"> {
  /** As it was when the dialog was opened: what it is changed against. */
  readonly dish: MenuDish;
  /** Called once it is there. */
  readonly onDone: () => void;
}

/** The form. */
export function DishPicture({ keeping, dish, onDone }: Props) {
  const { busy, failure, run } = useDoing();
  const put = async (form: FormData | undefined): Promise<void> => {
    if (await run(() => keeping.picture(dish, form))) onDone();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void put(new FormData(event.currentTarget as HTMLFormElement));
  };
  const { image } = dish;
  return (
    <form class="stack" aria-label={say.title} onSubmit={submit}>
      {image === null ? null : <img src={`/images/${image.id}/192`} alt={image.alt} width={96} height={96} />}
      <label>
        {image === null ? say.title : say.another} <span class="soft">{say.kinds}</span>
        <input name="picture" type="file" accept="image/jpeg,image/png,image/webp" required />
      </label>
      <label>
        {say.alt} <span class="soft">{say.altFor}</span>
        <input name="alt" required maxLength={200} defaultValue={image?.alt ?? ""} />
      </label>
      <Failure words={failure} />
      <div class="row wrap">
        <button type="submit" disabled={busy}>
          {busy ? words.frame.oneMoment : say.put}
        </button>
        {image === null ? null : (
          <Confirm name={say.take} sure={words.frame.yes} disabled={busy} onConfirm={() => void put(undefined)} />
        )}
      </div>
    </form>
  );
}
