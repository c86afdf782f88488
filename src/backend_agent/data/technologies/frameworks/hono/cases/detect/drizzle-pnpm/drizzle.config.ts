export default {
  dialect: "sqlite",
};
