defmodule Depot.MixProject do
  defp deps do
    [
      {:phoenix, "~> 1.0"}
    ]
  end
end
