/** Short words that are typed with commas between: allergens, diets, postcodes. */

/** Each of them once, in their order. */
export function listed(text: string): string[] {
  const words = text.split(",").map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ""))];
}
