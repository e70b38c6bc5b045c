/** The picture of a dish: what guests see of it, another in its place, or none. */
import type { Keeping, MenuDish } from "./menu-things.js";
import { Confirm, Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";

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
    <form class="stack" aria-label="Picture" onSubmit={submit}>
      {image === null ? null : <img src={`/images/${image.id}/192`} alt={image.alt} width={96} height={96} />}
      <label>
        {image === null ? "Picture" : "Another picture"}{" "}
        <span class="soft">(JPEG, PNG or WebP, at most 12 MB; where it was taken is left out)</span>
        <input name="picture" type="file" accept="image/jpeg,image/png,image/webp" required />
      </label>
      <label>
        What is to be seen <span class="soft">(told to whoever does not see it)</span>
        <input name="alt" required maxLength={200} defaultValue={image?.alt ?? ""} />
      </label>
      <Failure words={failure} />
      <div class="row wrap">
        <button type="submit" disabled={busy}>
          {busy ? "One moment..." : "Put the picture up"}
        </button>
        {image === null ? null : (
          <Confirm name="Take the picture down" sure="Yes" disabled={busy} onConfirm={() => void put(undefined)} />
        )}
      </div>
    </form>
  );
}
