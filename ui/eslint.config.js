import vue from "eslint-plugin-vue";
import a11y from "eslint-plugin-vuejs-accessibility";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["dist/**", "src/shared/wire.ts"] },
  ...ts.configs.strict,
  ...vue.configs["flat/recommended"],
  ...a11y.configs["flat/recommended"],
  {
    files: ["**/*.vue"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      // Line breaks are a matter of width here, not of rules.
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/multiline-html-element-content-newline": "off",
      "vue/html-self-closing": "off",
      "vue/html-closing-bracket-newline": "off",
      "vue/html-indent": "off",
      "vue/first-attribute-linebreak": "off",
      // Optional props are told apart by their type.
      "vue/require-default-prop": "off",
      "vue/no-static-inline-styles": "error",
      "vue/no-v-html": "error",
      "vue/multi-word-component-names": "off",
      "vue/component-api-style": ["error", ["script-setup"]],
      "vue/define-macros-order": ["error", { order: ["defineProps", "defineModel", "defineEmits"] }],
      "vue/block-lang": ["error", { script: { lang: "ts" } }],
      // Labels are tied to their controls by id; nesting is not needed as well.
      "vuejs-accessibility/label-has-for": ["error", { required: { some: ["nesting", "id"] } }],
      "vuejs-accessibility/form-control-has-label": "off",
      // Focus is put where the clerk goes on writing; the keyboard is the main tool.
      "vuejs-accessibility/no-autofocus": "off",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  {
    files: ["src/**/*.{ts,vue}"],
    ignores: ["src/app/host.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [{ name: "element-plus", message: "Import the component's own folder, with its style sheet." }],
          patterns: [{ group: ["@tauri-apps/*"], message: "The shell is called in app/host.ts only." }],
        },
      ],
    },
  },
);
