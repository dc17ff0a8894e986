/** The shop's own words; the widget brings its own. */

import type { Language } from "../shared/language.js";

const en = {
  tagline: "Stoneware, made to be used",
  skip: "Skip to the product",
  language: "Français",
  cart: "Cart",
  cartOpen: (count: number) => `Cart, ${count} ${count === 1 ? "item" : "items"}`,
  quoted: (wish: string) => `“${wish}”`,
  cartEmpty: "Nothing in here yet. Make something of your own first.",
  close: "Close",
  remove: "Remove",
  quantity: "Quantity",
  total: "Total",
  checkout: "This is a demonstration: nothing is sold here.",
  files: "See its files",
  each: "each",
  madeForYou: "Made for you",
  description:
    "Describe what you would love to see on it. We draw it, you see it at once, and it is yours alone.",
  away: "Our designer is away for a moment. Please come back shortly.",
  reload: "Try again",
  details: [
    ["Printed to last", "Colour fired into the glaze. Dishwasher and microwave safe."],
    ["What you see is what we print", "The true size and resolution are shown before you buy."],
    ["Yours alone", "Each design is made once, for you, in five working days."],
  ],
  footer: "A demonstration of Luneo.",
  reference: "API reference",
};

export type ShopTexts = typeof en;

const fr: ShopTexts = {
  tagline: "Du grès, fait pour servir",
  skip: "Aller au produit",
  language: "English",
  cart: "Panier",
  cartOpen: (count) => `Panier, ${count} ${count > 1 ? "articles" : "article"}`,
  quoted: (wish) => `«\u202f${wish}\u202f»`,
  cartEmpty: "Rien pour l’instant. Créez d’abord quelque chose à vous.",
  close: "Fermer",
  remove: "Retirer",
  quantity: "Quantité",
  total: "Total",
  checkout: "Ceci est une démonstration : rien n’est vendu ici.",
  files: "Voir ses fichiers",
  each: "pièce",
  madeForYou: "Fait pour vous",
  description:
    "Décrivez ce que vous aimeriez y voir. Nous le dessinons, vous le voyez aussitôt, et il n’est qu’à vous.",
  away: "Notre atelier s’est absenté un instant. Revenez bientôt.",
  reload: "Réessayer",
  details: [
    ["Imprimé pour durer", "Couleurs cuites dans l’émail. Passe au lave-vaisselle et au micro-ondes."],
    ["Ce que vous voyez est imprimé", "Format et résolution réels affichés avant l’achat."],
    ["Rien qu’à vous", "Chaque motif est réalisé une fois, pour vous, en cinq jours ouvrés."],
  ],
  footer: "Une démonstration de Luneo.",
  reference: "Référence de l’API",
};

export const TEXTS: Readonly<Record<Language, ShopTexts>> = { en, fr };
