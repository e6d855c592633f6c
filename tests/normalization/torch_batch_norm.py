"""What PyTorch says of batch normalization."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    x = torch.tensor(rng.normal(size=(5, 3)) * 2 + 1, requires_grad=True)
    y_bar, new = torch.tensor(rng.normal(size=(5, 3))), torch.tensor(rng.normal(size=(2, 3)))
    layer = torch.nn.BatchNorm1d(3)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(rng.normal(size=3)))
        layer.bias.copy_(torch.tensor(rng.normal(size=3)))
    y = layer(x)
    y.backward(y_bar)
    layer(new)
    result = {
        "x": x,
        "y_bar": y_bar,
        "new": new,
        "gamma": layer.weight,
        "beta": layer.bias,
        "y": y,
        "x_bar": x.grad,
        "gamma_bar": layer.weight.grad.clone(),
        "beta_bar": layer.bias.grad.clone(),
        "running_mu": layer.running_mean.clone(),
        "running_var": layer.running_var.clone(),
    }
    linear = torch.nn.Linear(2, 3)
    with torch.no_grad():
        linear.weight.copy_(torch.tensor(rng.normal(size=(3, 2))))
        linear.bias.copy_(torch.tensor(rng.normal(size=3)))
    layer.eval()
    fused = torch.nn.utils.fusion.fuse_linear_bn_eval(linear.eval(), layer)
    maps = torch.tensor(rng.normal(size=(2, 3, 2, 3)), requires_grad=True)
    maps_bar = torch.tensor(rng.normal(size=(2, 3, 2, 3)))
    y_maps = torch.nn.functional.batch_norm(
        maps, None, None, layer.weight, layer.bias, training=True
    )
    y_maps.backward(maps_bar)
    return {
        **result,
        "y_inference": layer(new),
        "w": linear.weight,
        "b": linear.bias,
        "w_fused": fused.weight,
        "b_fused": fused.bias,
        "maps": maps,
        "maps_bar": maps_bar,
        "y_maps": y_maps,
        "maps_x_bar": maps.grad,
    }
