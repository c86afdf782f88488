export class OrderService {
  private orders = new OrderRepository(); // expect: wired-dependency-js
  constructor() {
    this.payments = new PaymentClient(process.env.PAYMENTS); // expect: wired-dependency-js
  }
}
