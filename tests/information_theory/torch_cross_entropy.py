"""What PyTorch says of the cross-entropy."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    p = torch.tensor(rng.dirichlet(np.ones(5), size=3))
    z = torch.tensor(rng.normal(size=(3, 5)), requires_grad=True)
    q = torch.softmax(z, -1)
    q.retain_grad()

    def cross_entropy(logits: Any) -> Any:
        return torch.nn.functional.cross_entropy(logits, p, reduction="none")

    (-(p * torch.log(q)).sum()).backward()
    sure = torch.tensor([[0.0, -torch.inf]])
    impossible = torch.nn.functional.cross_entropy(sure, torch.tensor([[1.0, 0.0]]))
    half = torch.tensor([0.5, 0.5])
    return {
        "certain": torch.nn.functional.cross_entropy(sure, torch.tensor([0])),
        "from_q_on_the_page": torch.nn.functional.cross_entropy(torch.tensor([0.25, 0.75]), half),
        "p": p,
        "z": z,
        "q": q,
        "from_log_q": cross_entropy(torch.log(q)),
        "from_q": cross_entropy(q),
        "q_grad": q.grad,
        "z_grad": z.grad,
        "impossible_is_nan": torch.isnan(impossible),
    }
