"""What is known of functions written in C: which are smooth, and which only continuous.

A function that is in no list here counts as one that may branch.
"""

__all__ = ["BENT", "INVERSES", "REDUCTIONS", "SMOOTH", "SMOOTH_METHODS", "UNEVEN"]

# Infinitely differentiable, or about shapes and types alone.
SMOOTH = frozenset(
    """
    add arange array as_strided asarray asanyarray ascontiguousarray astype atleast_1d atleast_2d average bool
    block bmat broadcast_arrays broadcast_shapes broadcast_to c_ cholesky column_stack complex
    concatenate convolve convolve2d copy corrcoef correlate
    correlate2d cos cosh cov cross cumprod cumsum deg2rad det diag
    diagflat diagonal diff digamma divide dot dtype ediff1d einsum empty empty_like enumerate erf
    erfc errstate exp exp2 expand_dims expit expm1 eye fill_diagonal finfo flip fliplr flipud float
    float32 float64 float_power format frozenset fsum full full_like gamma gammaln gaussian generic hermegauss hermgauss leggauss
    geomspace get_printoptions hstack identity iinfo imag indices inner int64 integer inv
    isinstance issubdtype iter ix_ kron len lgamma linspace list log_ndtr logaddexp logaddexp2
    logspace map matmul matrix_power matrix_transpose mean meshgrid moveaxis multi_dot multigammaln
    multiply ndarray ndim ndindex ndtr ndtri negative newaxis next nditer ones ones_like outcomes
    outer polyval positive power print prod promote_types psi r_ range ravel real reciprocal repeat
    repr reshape result_type reversed roll rollaxis rot90 set shape sin sinc sinh size slice
    slogdet solve split squeeze stack str subtract sum swapaxes take take_along_axis tan tanh tensordot
    tile toeplitz trace transpose trapezoid trapz tri tril tril_indices triu triu_indices
    true_divide tuple type vander var vdot vecdot vectorize vsplit vstack xlog1py xlogy zeros
    ValueError zeros_like zip
    arcsinh arctan arctanh asinh atan atanh cbrt entr isscalar kl_div log log10 log1p log2 logit
    logsumexp log_softmax log_expit rel_entr softmax softplus sqrt square
    """.split()
)

# Continuous, with kinks only where entries tie or vanish: the first draws meet both sides of these.
BENT = frozenset("cond eig eigh eigvals eigvalsh hypot norm pinv qr sqrtm std svd svdvals".split())

REDUCTIONS = frozenset("amax amin max median min ptp sort".split())  # bent where entries tie

SMOOTH_METHODS = frozenset(
    """
    append astype conj copy cumprod cumsum diagonal dot extend fill flatten get insert item
    items join keys mean pop prod ravel repeat reshape squeeze sum swapaxes take tolist trace
    transpose values var view
    """.split()
)

INVERSES = frozenset(  # these see of an even function only the size of what stands in it
    "arccos arcsin arctan arctan2 arccosh acos asin atan atan2 acosh cbrt log log10 log1p log2 "
    "sqrt".split()
)

UNEVEN = frozenset(  # many points have the same value
    "absolute abs cos cosh fabs sin square tan".split()
)
