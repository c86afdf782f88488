defmodule Depot.MixProject do
  defp deps do
    [
      {:absinthe, "~> 1.0"}
    ]
  end
end
