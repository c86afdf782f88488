const source = new DataSource({ type: "postgres", synchronize: false });
storage.sync();
