/** The guest's page: the menu, an item's choices, the cart and the order. */
import { useEffect, useState } from "preact/hooks";
import type { Location, Menu, MenuItem } from "../../contracts/index.js";
import { LanguageChoice } from "../shared/language-choice.js";
import { formatMoney } from "../shared/money.js";
import { mountPage } from "../shared/mount.js";
import { AccountButton, AccountDialog } from "./account/account-dialog.js";
import { waysOf } from "./account/proof-form.js";
import { useCustomer } from "./account/use-customer.js";
import { AllergyField } from "./allergy-field.js";
import { type CartLine, cartTotal } from "./cart.js";
import { Category } from "./category.js";
import { CategoryBar } from "./category-bar.js";
import { Checkout } from "./checkout.js";
import { GuestHeader } from "./guest-header.js";
import { ItemDialog } from "./item-dialog.js";
import { AllPlaces, PlacesList } from "./places.js";
import { readSeat, type Seat } from "./seat.js";
import { told } from "./told.js";
import { useCart } from "./use-cart.js";
import { usePlace } from "./use-place.js";
import { usePlaces } from "./use-places.js";
import { NO_WISH, type OrderType, typesFor, type Wish, wishedAddress } from "./wish.js";
import { words } from "./words/index.js";
import "./guest.css";

function GuestPage() {
  const { slug, places, failure } = usePlaces();
  const isOneOfMany = (places?.length ?? 0) > 1;
  if (slug !== undefined) return <PlacePage slug={slug} isOneOfMany={isOneOfMany} />;
  if (failure !== undefined) return <p class="narrow notice bad">{failure}</p>;
  if (places === undefined) return <p class="narrow soft">{words.fetching}</p>;
  return <PlacesList places={places} />;
}

interface PlaceProps {
  readonly slug: string;
  /** Whether there are others to go to. */
  readonly isOneOfMany: boolean;
}

function PlacePage({ slug, isOneOfMany }: PlaceProps) {
  const { menu, location, failure, reload } = usePlace(slug);
  if (failure !== undefined) {
    return (
      <main class="narrow stack">
        <p class="notice bad">{failure}</p>
        <AllPlaces />
      </main>
    );
  }
  if (menu === undefined || location === undefined) return <p class="narrow soft">{words.fetching}</p>;
  return <Ordering {...{ menu, location, reload, isOneOfMany }} />;
}

interface OrderingProps {
  readonly menu: Menu;
  readonly location: Location;
  readonly reload: () => void;
  readonly isOneOfMany: boolean;
}

/** What is chosen in the dialog: a dish, or a line that is changed. */
interface Chosen {
  readonly item: MenuItem;
  readonly line: CartLine | undefined;
}

function Ordering({ menu, location, reload, isOneOfMany }: OrderingProps) {
  const { lines, ...cart } = useCart(menu);
  const [chosen, setChosen] = useState<Chosen>();
  const [wish, setWish] = useState<Wish>(() => ({ ...NO_WISH, orderType: firstType(location) }));
  const { seat, problem, leave } = useSeat(menu, (type) => setWish((now) => ({ ...now, orderType: type })));
  const [promisedAt, setPromisedAt] = useState<string>();
  const [accountOpen, setAccountOpen] = useState(false);
  const customer = useCustomer();
  const ways = waysOf(location);
  const home = customer.profile?.addresses[0];
  useEffect(() => {
    if (home !== undefined) setWish((now) => (now.street === "" ? { ...now, ...wishedAddress(home) } : now));
  }, [home]);
  const save = (line: Omit<CartLine, "key">): void => {
    cart.save(line, chosen?.line);
    setChosen(undefined);
  };
  const refused = (code: string): void => {
    if (code === "table_session_ended") leave();
    else reload();
  };
  return (
    <div class="guest">
      <GuestHeader
        {...{ menu, location, seat, problem, promisedAt, isOneOfMany }}
        orderType={wish.orderType}
        onType={(orderType) => setWish({ ...wish, orderType, requestedAt: "" })}
        account={
          ways.length > 0 || customer.profile !== undefined ? (
            <AccountButton customer={customer} onOpen={() => setAccountOpen(true)} />
          ) : null
        }
      />
      <CategoryBar categories={menu.categories} onJump={jump} />
      <main class="stack">
        {menu.categories.map((category) => (
          <Category
            key={category.id}
            category={category}
            items={menu.items.filter((item) => item.categoryId === category.id)}
            timeZone={location.timezone}
            onChoose={(item) => setChosen({ item, line: undefined })}
          />
        ))}
        <CartBar lines={lines} menu={menu} />
      </main>
      <Checkout
        {...{ menu, location, lines, seat, wish, customer }}
        onSignIn={() => setAccountOpen(true)}
        onPromise={setPromisedAt}
        onWish={(change) => setWish((before) => ({ ...before, ...change }))}
        onRefused={refused}
        onEdit={(line) => setChosen({ item: itemNow(menu, line), line })}
        onCount={cart.count}
        onRemove={cart.remove}
      />
      <LanguageChoice />
      {chosen === undefined ? null : (
        <ItemDialog
          key={chosen.line?.key ?? chosen.item.id}
          {...chosen}
          onSave={save}
          onClose={() => setChosen(undefined)}
        >
          <AllergyField
            note={wish.allergyNote}
            onChange={(allergyNote) => setWish((before) => ({ ...before, allergyNote }))}
          />
        </ItemDialog>
      )}
      {accountOpen ? (
        <AccountDialog {...{ customer, ways }} slug={location.slug} onClose={() => setAccountOpen(false)} />
      ) : null}
    </div>
  );
}

/** Under the thumb, once there is something in the cart. */
function CartBar({ lines, menu }: { readonly lines: readonly CartLine[]; readonly menu: Menu }) {
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (pieces === 0) return null;
  return (
    <button type="button" class="bar" onClick={(event) => jump(event, "cart")}>
      <span>{words.cart.bar(pieces, formatMoney(cartTotal(lines, menu)))}</span>
      <strong>{words.cart.view}</strong>
    </button>
  );
}

/** Goes there, and leaves the address alone: the code of a table stands in it. */
function jump(event: Event, id: string): void {
  event.preventDefault();
  const place = document.getElementById(id);
  place?.scrollIntoView();
  place?.focus();
}

function firstType(location: Location): OrderType {
  return typesFor(location, undefined)[0] ?? "pickup";
}

/** The dish as it is sold now; as it was, where it is no more. */
function itemNow({ items }: Menu, line: CartLine): MenuItem {
  return items.find(({ id }) => id === line.item.id) ?? line.item;
}

interface Seated {
  readonly seat: Seat | undefined;
  readonly problem: string | undefined;
  /** The table was cleared. */
  readonly leave: () => void;
}

/** Scans the code in the address once, and eats there where it is good. */
function useSeat({ restaurant }: Menu, onSeat: (type: OrderType) => void): Seated {
  const [seat, setSeat] = useState<Seat>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    readSeat(restaurant.slug).then(
      (found) => {
        if (found === undefined) return;
        setSeat(found);
        onSeat("dine_in");
      },
      (error: unknown) => setProblem(words.place.codeUnread(told(error))),
    );
  }, [restaurant.slug]);
  const leave = (): void => {
    setSeat(undefined);
    onSeat("pickup");
    setProblem(words.place.tableCleared);
  };
  return { seat, problem, leave };
}

mountPage(<GuestPage />, words.title);
