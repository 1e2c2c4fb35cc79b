import "./shared/tokens.css";
import "./shared/base.css";
import { createApp } from "vue";

import { ratingTransport } from "./app/host";
import RatingPage from "./features/rating/RatingPage.vue";
import { connect } from "./shared/call";

connect(ratingTransport);
createApp(RatingPage).mount("#app");
