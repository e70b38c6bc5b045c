/** The sample restaurant: a place to try everything out in, as plain data. */

/** A choice on a dish. Prices in cents. */
export interface SampleOption {
  readonly name: string;
  readonly price: number;
  readonly allergens?: readonly string[];
}
export interface SampleGroup {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly maxPerOption?: number;
  readonly options: readonly SampleOption[];
}
export interface SampleItem {
  readonly name: string;
  readonly description: string;
  readonly price: number;
  readonly allergens: readonly string[];
  readonly diets?: readonly string[];
  /** Names of groups. */
  readonly groups?: readonly string[];
  /** Made at another station than the rest of its category. */
  readonly station?: string;
  /** What the plain one is called, where there are others. */
  readonly variant?: string;
  readonly variants?: readonly { readonly name: string; readonly price: number }[];
  /** How long it takes to make, where it is another time than its category's. */
  readonly prepSeconds?: number;
}
export interface SampleCategory {
  readonly name: string;
  /** Where its items are made, unless an item says otherwise. */
  readonly station: string;
  /** The name of its tax. */
  readonly tax: string;
  readonly prepSeconds: number;
  readonly items: readonly SampleItem[];
}

export const SAMPLE_PLACE = {
  slug: "the-copper-lid",
  name: "The Copper Lid",
  timezone: "Europe/Berlin",
  currency: "EUR",
  phone: "+49301234567",
  address: "Invalidenstr. 1, 10115 Berlin",
  order_types: ["pickup", "dine_in", "delivery"] as ("pickup" | "dine_in" | "delivery")[],
};

/** The taxes the prices hold, in parts per million. */
export const SAMPLE_TAXES = [
  { name: "Food", rate: { name: "VAT 7 %", ppm: 70_000 } },
  { name: "Drinks", rate: { name: "VAT 19 %", ppm: 190_000 } },
] as const;

export const SAMPLE_TABLES = ["Table 1", "Table 2", "Table 3", "Table 4", "Terrace 1", "Terrace 2"] as const;

export const SAMPLE_ZONES = [
  { name: "Around the corner", postcodes: ["10115", "10117", "10119"], fee: 250, minimum: 1500, minutes: 20 },
  { name: "City", postcodes: ["101", "104"], fee: 450, minimum: 2500, minutes: 35 },
];

/** The first prep station is the default; the chef of the demo works there alone. */
export const SAMPLE_STATIONS = [
  { name: "Grill", kind: "prep", parallelism: 4 },
  { name: "Fry", kind: "prep", parallelism: 4 },
  { name: "Cold & Bar", kind: "prep", parallelism: 4 },
  { name: "Pass", kind: "expo", parallelism: 1 },
] as const;

export const SAMPLE_GROUPS: readonly SampleGroup[] = [
  {
    name: "Extras",
    min: 0,
    max: 3,
    maxPerOption: 2,
    options: [
      { name: "Bacon", price: 180 },
      { name: "Cheddar", price: 120, allergens: ["milk"] },
      { name: "Fried egg", price: 150, allergens: ["egg"] },
      { name: "No onion", price: 0 },
    ],
  },
  {
    name: "Doneness",
    min: 1,
    max: 1,
    options: [
      { name: "Rare", price: 0 },
      { name: "Medium", price: 0 },
      { name: "Well done", price: 0 },
    ],
  },
  {
    name: "Dip",
    min: 0,
    max: 2,
    options: [
      { name: "Ketchup", price: 60 },
      { name: "Aioli", price: 90, allergens: ["egg", "mustard"] },
      { name: "Peanut dip", price: 110, allergens: ["peanuts"] },
    ],
  },
];

export const SAMPLE_CATEGORIES: readonly SampleCategory[] = [
  {
    name: "From the grill",
    station: "Grill",
    tax: "Food",
    prepSeconds: 600,
    items: [
      {
        name: "Cheeseburger",
        description: "180 g beef, cheddar, pickles and onion in a brioche bun.",
        price: 1250,
        allergens: ["gluten", "milk", "egg", "sesame", "mustard"],
        groups: ["Extras"],
      },
      {
        name: "Halloumi burger",
        description: "Grilled halloumi, roasted pepper and rocket.",
        price: 1190,
        allergens: ["gluten", "milk", "sesame"],
        diets: ["vegetarian"],
        groups: ["Extras"],
      },
      {
        name: "Fish and chips",
        description: "Cod in ale batter with chips and mushy peas.",
        price: 1490,
        allergens: ["fish", "gluten"],
        groups: ["Dip"],
        station: "Fry",
      },
      {
        name: "Rib-eye steak",
        description: "300 g, with herb butter and a baked potato.",
        price: 2890,
        allergens: ["milk"],
        groups: ["Doneness"],
        prepSeconds: 900,
      },
    ],
  },
  {
    name: "Small plates",
    station: "Cold & Bar",
    tax: "Food",
    prepSeconds: 300,
    items: [
      {
        name: "Burrata and tomatoes",
        description: "With basil oil and toasted sourdough.",
        price: 1080,
        allergens: ["milk", "gluten"],
        diets: ["vegetarian"],
      },
      {
        name: "Beetroot salad",
        description: "Roasted beetroot, walnuts and lentils.",
        price: 890,
        allergens: ["nuts", "mustard"],
        diets: ["vegan"],
      },
      {
        name: "Calamari",
        description: "Fried rings with lemon.",
        price: 980,
        allergens: ["molluscs", "gluten"],
        groups: ["Dip"],
        station: "Fry",
      },
    ],
  },
  {
    name: "Sides",
    station: "Fry",
    tax: "Food",
    prepSeconds: 300,
    items: [
      {
        name: "French fries",
        description: "Twice fried, with sea salt.",
        price: 420,
        variant: "Small",
        variants: [{ name: "Large", price: 620 }],
        allergens: [],
        diets: ["vegan"],
        groups: ["Dip"],
      },
      {
        name: "Sweet potato fries",
        description: "With smoked paprika.",
        price: 490,
        allergens: [],
        diets: ["vegan"],
        groups: ["Dip"],
      },
      {
        name: "Onion rings",
        description: "In beer batter.",
        price: 460,
        allergens: ["gluten"],
        diets: ["vegetarian"],
        groups: ["Dip"],
      },
    ],
  },
  {
    name: "Drinks",
    station: "Cold & Bar",
    tax: "Drinks",
    prepSeconds: 60,
    items: [
      {
        name: "House lemonade",
        description: "Lemon, mint and soda, 0.4 l.",
        price: 450,
        allergens: [],
        diets: ["vegan"],
      },
      { name: "Espresso", description: "A double.", price: 290, allergens: [], diets: ["vegan"] },
      {
        name: "Pale ale",
        description: "From the brewery next door.",
        price: 480,
        variant: "0.33 l",
        variants: [{ name: "0.5 l", price: 640 }],
        allergens: ["gluten"],
      },
    ],
  },
];

/** The demo's staff. */
export const SAMPLE_STAFF = [
  { role: "owner", name: "Olga Owner", email: "owner@copper-lid.example" },
  { role: "manager", name: "Mina Manager", email: "manager@copper-lid.example" },
  { role: "cashier", name: "Carlo Cashier", email: "cashier@copper-lid.example" },
  { role: "chef", name: "Chiara Chef", email: "chef@copper-lid.example" },
] as const;
