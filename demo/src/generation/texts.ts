/** The page's own words, and the names of what the pipeline does. */

import type { GenerationStatus, GenerationStep, Material, Process } from "@luneo/widget/api";
import type { Language } from "../shared/language.js";

type Named = GenerationStatus | GenerationStep | Material | Process;

const en = {
  language: "Français",
  quoted: (wish: string) => `“${wish}”`,
  generation: "Generation",
  reference: "API reference",
  which: "Which generation?",
  howToOpen: "Open this page from a line of the shop’s cart, or add ?id=… to the address.",
  shop: "To the shop",
  status: "Status",
  style: "Style",
  seed: "Seed",
  resolution: "Resolution",
  dpi: "DPI",
  printedSize: "Printed size",
  madeBy: "Made by",
  production: "Production",
  preview: "Preview",
  previewOf: (wish: string) => `The product with the design: ${wish}`,
  inThreeD: "In 3D",
  modelOf: (wish: string) => `The product in 3D with the design: ${wish}`,
  turn: "Turn it in 3D",
  loading: "Loading…",
  noModel: "The model cannot be shown in this browser. The files below open in any 3D program.",
  inYourRoom: "In your room, on iPhone or iPad",
  downloadModel: "Download the model (GLB)",
  files: "Files",
  file: "File",
  dimensions: "Dimensions",
  size: "Size",
  workshop: "Made for the workshop",
  marked: "The places, marked on the design",
  what: "What",
  measured: "Measured",
  needed: "Needed",
  mended: "Mended",
  yes: "yes",
  no: "no",
  tolerance: (width: string) => `Widths are right to within ${width}.`,
  steps: "Steps",
  manifest: "Manifest",
  download: (name: string) => `Download ${name}`,
  askToSignIn: "Sign in as a member of the brand to see the print files and the manifest.",
  email: "E-mail",
  password: "Password",
  signIn: "Sign in",
  signOut: "Sign out",
  unknown:
    "There is no such generation, or it was made in another browser. Sign in below to see it as a member.",
  signedOut: "The sign-in has ended. Sign in again below.",
  unreachable: "The API cannot be reached. Check your connection, then try again.",
  units: { bytes: "B", kilobytes: "kB", megabytes: "MB" },
  // The rest are English words as they are.
  named: { export_3d: "Export in 3D", ar_preview: "AR preview" } as Readonly<Record<string, string>>,
};

export type Texts = typeof en;

const NAMED_FR: Readonly<Record<Named, string>> = {
  queued: "En attente",
  running: "En cours",
  previewed: "Aperçu prêt",
  succeeded: "Réussie",
  failed: "Échouée",
  cancelled: "Annulée",
  print: "Impression",
  engrave: "Gravure",
  cut: "Découpe",
  embroider: "Broderie",
  wood: "bois",
  metal: "métal",
  glass: "verre",
  leather: "cuir",
  acrylic: "acrylique",
  paper: "papier",
  ceramic: "céramique",
  fabric: "tissu",
  reserve_credits: "Crédits réservés",
  moderate_prompt: "Souhait modéré",
  generate_image: "Image générée",
  moderate_image: "Image modérée",
  mend_artwork: "Motif corrigé",
  blend: "Mise en place",
  publish_preview: "Aperçu publié",
  add_detail: "Détails ajoutés",
  upscale: "Agrandissement",
  print_export: "Fichiers d’impression",
  check_production: "Contrôle des fichiers",
  export_3d: "Export 3D",
  ar_preview: "Aperçu en RA",
  publish: "Publication",
  settle_credits: "Crédits soldés",
};

const fr: Texts = {
  language: "English",
  quoted: (wish) => `«\u202f${wish}\u202f»`,
  generation: "Génération",
  reference: "Référence de l’API",
  which: "Quelle génération ?",
  howToOpen: "Ouvrez cette page depuis une ligne du panier de la boutique, ou ajoutez ?id=… à l’adresse.",
  shop: "Vers la boutique",
  status: "État",
  style: "Style",
  seed: "Graine",
  resolution: "Résolution",
  dpi: "ppp",
  printedSize: "Format imprimé",
  madeBy: "Procédé",
  production: "Production",
  preview: "Aperçu",
  previewOf: (wish) => `Le produit avec le motif : ${wish}`,
  inThreeD: "En 3D",
  modelOf: (wish) => `Le produit en 3D avec le motif : ${wish}`,
  turn: "Tourner en 3D",
  loading: "Chargement…",
  noModel:
    "Ce navigateur ne peut pas montrer le modèle. Les fichiers ci-dessous s’ouvrent dans tout logiciel 3D.",
  inYourRoom: "Chez vous, sur iPhone ou iPad",
  downloadModel: "Télécharger le modèle (GLB)",
  files: "Fichiers",
  file: "Fichier",
  dimensions: "Dimensions",
  size: "Taille",
  workshop: "Préparé pour l’atelier",
  marked: "Les endroits, marqués sur le motif",
  what: "Quoi",
  measured: "Mesuré",
  needed: "Requis",
  mended: "Corrigé",
  yes: "oui",
  no: "non",
  tolerance: (width) => `Les largeurs sont exactes à ${width} près.`,
  steps: "Étapes",
  manifest: "Manifeste",
  download: (name) => `Télécharger ${name}`,
  askToSignIn:
    "Connectez-vous comme membre de la marque pour voir les fichiers d’impression et le manifeste.",
  email: "E-mail",
  password: "Mot de passe",
  signIn: "Se connecter",
  signOut: "Se déconnecter",
  unknown:
    "Cette génération n’existe pas, ou elle a été faite dans un autre navigateur. Connectez-vous ci-dessous pour la voir comme membre.",
  signedOut: "La session est terminée. Reconnectez-vous ci-dessous.",
  unreachable: "L’API est injoignable. Vérifiez votre connexion, puis réessayez.",
  units: { bytes: "o", kilobytes: "ko", megabytes: "Mo" },
  named: NAMED_FR,
};

export const TEXTS: Readonly<Record<Language, Texts>> = { en, fr };

/** What a name of the API is called: `export_3d` is “Export in 3D”; a name that has no word is spelled out. */
export function called(name: string, texts: Texts): string {
  return texts.named[name] ?? spelled(name);
}

function spelled(name: string): string {
  const spaced = name.replace(/[_-]/g, " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
