exports.requireUser = async (ctx, next) => {
  ctx.throw(401);
};
exports.owns = async (ctx, next) => {};
