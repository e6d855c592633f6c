"""What is known of functions written in C: which are smooth, and which only continuous.

A function that is in no list here counts as one that may branch.
"""

from dlref.equations.inspecting.course import Course

__all__ = ["INVERSES", "REDUCTIONS", "SMOOTH_METHODS", "UNEVEN", "known_course"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Infinitely differentiable where they are defined, or about shapes and types alone.
_SMOOTH = _words("""
    add arange arcsinh arctan arctanh array as_strided asanyarray asarray ascontiguousarray
    asinh astype atan atanh atleast_1d atleast_2d average block bmat bool broadcast_arrays
    broadcast_shapes broadcast_to c_ cbrt cholesky column_stack complex concatenate convolve
    convolve2d copy corrcoef correlate correlate2d cos cosh cov cross cumprod cumsum deg2rad det
    diag diagflat diagonal diff digamma divide dot dtype ediff1d einsum empty empty_like entr
    enumerate erf erfc errstate exp exp2 expand_dims expit expm1 eye fill_diagonal finfo flip
    fliplr flipud float float32 float64 float_power format frozenset fsum full full_like gamma
    gammaln gaussian generic geomspace get_printoptions hermegauss hermgauss hstack identity
    iinfo imag indices inner int64 integer inv isinstance isscalar issubdtype iter ix_ kl_div
    kron leggauss len lgamma linspace list log log10 log1p log2 log_expit log_ndtr log_softmax
    logaddexp logaddexp2 logit logspace logsumexp map matmul matrix_power matrix_transpose mean
    meshgrid moveaxis multi_dot multigammaln multiply ndarray ndim ndindex nditer ndtr ndtri
    negative newaxis next ones ones_like outcomes outer polyval positive power print prod
    promote_types psi r_ range ravel real reciprocal rel_entr repeat repr reshape result_type
    reversed roll rollaxis rot90 set shape sin sinc sinh size slice slogdet softmax softplus
    solve split sqrt square squeeze stack str subtract sum swapaxes take take_along_axis tan
    tanh tensordot tile toeplitz trace transpose trapezoid trapz tri tril tril_indices triu
    triu_indices true_divide tuple type ValueError vander var vdot vecdot vectorize vsplit
    vstack xlog1py xlogy zeros zeros_like zip
""")

# Continuous, with kinks only where entries tie or vanish, which the first draws surround.
_BENT = _words("""
    cond eig eigh eigvals eigvalsh hypot norm pinv qr sqrtm std svd svdvals
""")

# Of one array: bent where its entries tie.
REDUCTIONS = _words("""
    amax amin max median min ptp sort
""")

# The same, as methods.
SMOOTH_METHODS = _words("""
    append astype conj copy cumprod cumsum diagonal dot extend fill flatten get insert item
    items join keys mean pop prod ravel repeat reshape squeeze sum swapaxes take tolist trace
    transpose values var view
""")

# Of an even function these see only the size of what stands in it, as in the root of a square.
INVERSES = _words("""
    acos acosh arccos arccosh arcsin arctan arctan2 asin atan atan2 cbrt log log10 log1p log2
    sqrt
""")

# Many points have one value.
UNEVEN = _words("""
    abs absolute cos cosh fabs sin square tan
""")


def known_course(name: str) -> Course:
    """Say what a function does to values, by its name."""
    if name in _SMOOTH:
        return Course.SMOOTH
    return Course.BENT if name in _BENT else Course.BRANCHING
