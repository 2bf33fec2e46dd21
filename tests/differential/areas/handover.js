// A shop that is rebuilt while buyers are under way: their links and cookies are those of the old build.
import { orderOf, Shop } from "../shop.js";
import { pass } from "../world.js";
import { LANGUAGES, VERSIONS } from "./checkout.js";

const STAGES = ["after reserve", "after the visit", "after a lost answer"];
const BUYERS = ["approve", "cancel", "decline"];

export async function handover(differ, { server, old }) {
  for (const version of VERSIONS) {
    for (const [language, headers] of Object.entries(LANGUAGES)) {
      for (const stage of STAGES) {
        for (const capture of [true, false]) {
          for (const buyer of BUYERS) {
            const order = orderOf(version, "ORD-1", capture ? {} : { options: { payment: { capture } } });
            const input = `${version} ${language} ${buyer}${capture ? "" : ", not captured"}: rebuilt ${stage}`;
            await differ.compare(input, async (build) =>
              rebuilt(await Shop.open(old, server, { version, headers, order }), build, stage, buyer),
            );
          }
        }
      }
    }
  }
}

async function rebuilt(shop, build, stage, buyer) {
  const { statusUrl } = await shop.reserve();
  if (stage === "after reserve") shop.use(build);
  const { redirectUrl } = await shop.play(buyer, await shop.latest());
  const back = redirectUrl ?? statusUrl;
  if (stage === "after a lost answer") await shop.play("arm", { operation: "confirm", when: "after", kind: "drop", times: 2 });
  await shop.ask("back", back);
  await shop.play("disarm");
  shop.use(build);
  await shop.ask("reloaded", back);
  await shop.look("after", statusUrl);
  await shop.reserve("again");
  pass(3_600_000);
  await shop.ask("late", back, { cookies: false });
  await shop.look("late", statusUrl);
  return shop.end();
}
