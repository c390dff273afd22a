// Which half of the part one sees, also after another screen.
class View {
  tab = $state<"rules" | "in-and-out">("rules");
}

export const view = new View();
