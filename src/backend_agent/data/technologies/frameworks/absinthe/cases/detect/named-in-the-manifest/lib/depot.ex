defmodule Depot do
end
