return { $where: 'this.a == 1' };
// $where: `x ${y}`
