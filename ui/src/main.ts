import "./shared/tokens.css";
import "./shared/base.css";
import { createApp } from "vue";

import App from "./app/App.vue";
import { deskTransport, shell } from "./app/host";
import { connect } from "./shared/call";
import { useMachine } from "./shared/machine";

connect(deskTransport);
useMachine(shell);
createApp(App).mount("#app");
