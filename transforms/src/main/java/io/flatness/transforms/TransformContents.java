package io.flatness.transforms;

import io.flatness.spi.About;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Contents;
import io.flatness.spi.TransformFactory;
import java.util.List;
import java.util.Map;

/** What this jar offers: rewritings of a point, of coordinates and of inputs that keep the function. */
public final class TransformContents implements Contents {
    /** Found by {@link java.util.ServiceLoader}. */
    public TransformContents() {}

    @Override
    public List<ComponentFactory<?>> components() {
        return List.of(
                TransformFactory.of(
                                "layer-rescaling",
                                About.of(
                                                "Multiplies affine layers by factors whose product is 1; a rectified network stays the "
                                                        + "same function.")
                                        .definition(
                                                "affine layer k times α_k with Π α_k = 1, its bias times Π_{j ≤ k} α_j")
                                        .source(
                                                "Dinh, Pascanu, Bengio, Bengio (2017), Definition 5, Theorem 3 and Appendix B"),
                                LayerRescalingParameters.class,
                                LayerRescaling::of)
                        .neutralAt(Map.of("alpha", 1.0)),
                TransformFactory.of(
                                "node-rescaling",
                                About.of(
                                                "Multiplies what enters a hidden unit or channel by a factor and divides what leaves it.")
                                        .definition(
                                                "incoming weights and bias of a unit times c > 0, its outgoing weights over c")
                                        .source(
                                                "Dinh, Pascanu, Bengio, Bengio (2017), Definition 4, unit by unit; Neyshabur, "
                                                        + "Salakhutdinov, Srebro (2015)"),
                                NodeRescalingParameters.class,
                                NodeRescaling::of)
                        .neutralAt(Map.of("scale", 1.0)),
                TransformFactory.of(
                        "group-rescaling",
                        About.of("Multiplies layers or units by any factors that leave the network's function alone, "
                                        + "wherever its graph allows it.")
                                .definition(
                                        "any element of the group of positive rescalings of the network's graph: one "
                                                + "factor for each coordinate")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Definitions 4 and 5 and Appendix B, for "
                                        + "graphs of layers"),
                        GroupRescaling.Parameters.class,
                        GroupRescaling::of),
                TransformFactory.of(
                        "weight-normalization",
                        About.of("Writes weights as s v/‖v‖, one s per tensor or per unit; biases stay as they are.")
                                .definition(
                                        "w = s v/‖v‖, one s per weight tensor or per unit, starting at s = ‖w‖, v = w")
                                .source("Salimans, Kingma (2016); Dinh, Pascanu, Bengio, Bengio (2017), Section 5.1"),
                        WeightNormalizationParameters.class,
                        WeightNormalization::of),
                TransformFactory.of(
                                "weight-normalization-rescaling",
                                About.of("Multiplies every v of a weight-normalized network by alpha; goes after "
                                                + "weight-normalization in a chain.")
                                        .definition("v ↦ αv of a weight-normalized network, α > 0")
                                        .source("Dinh, Pascanu, Bengio, Bengio (2017), Section 5.1, there for α ≠ 0"),
                                WeightNormalizationRescaling.Parameters.class,
                                WeightNormalizationRescaling::of)
                        .neutralAt(Map.of("alpha", 1.0)),
                TransformFactory.of(
                        "radial",
                        About.of("Stretches or shrinks the space around a point (Appendix A): its Hessian becomes "
                                        + "(rHat/rho)² times itself.")
                                .definition(
                                        "η = c + ψ(r)/r (θ − c), r = ‖θ − c‖, with ψ of slope ρ/r̂ up to r̂, straight to "
                                                + "(δ, δ), then the identity")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Appendix A and Figure 6"),
                        RadialParameters.class,
                        Radial::of),
                TransformFactory.of(
                        "power-reparametrization",
                        About.of(
                                        "Figure 5's coordinates η = (|θ − c|² + b)^a (θ − c): sharpens one minimum and flattens "
                                                + "the others.")
                                .definition("η = (‖θ − c‖² + b)^a (θ − c), a > −1/2, b > 0")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Figure 5, with b > 0 for the law of the "
                                        + "Hessian"),
                        PowerParameters.class,
                        PowerReparametrization::of),
                TransformFactory.of(
                        "linear-reparametrization",
                        About.of("Linear coordinates θ = Aη, given or whitening the Hessian or the Fisher information.")
                                .definition("θ = Aη: the Hessian becomes AᵀHA")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Section 5.1"),
                        LinearParameters.class,
                        LinearReparametrization::of),
                TransformFactory.of(
                        "elementwise-reparametrization",
                        About.of("Writes every parameter as sinh η, or as ± exp η with its sign kept.")
                                .definition("θ = sinh η, or θ = ± exp η with the signs of the point")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Section 5.1"),
                        ElementwiseParameters.class,
                        ElementwiseReparametrization::of),
                TransformFactory.of(
                        "permutation",
                        About.of("Reorders the units or channels of a hidden layer.")
                                .definition("new unit u is old unit order[u]: the Hessian becomes PᵀHP")
                                .source("Hecht-Nielsen (1990)"),
                        Permutation.Parameters.class,
                        Permutation::of),
                TransformFactory.of(
                        "sign-flip",
                        About.of("Changes the sign of hidden units whose activation is odd, such as tanh.")
                                .definition(
                                        "incoming weights, bias and outgoing weights of a unit with an odd activation "
                                                + "change their sign")
                                .source("Sussmann (1992), Neural Networks 5"),
                        SignFlip.Parameters.class,
                        SignFlip::of),
                TransformFactory.of(
                                "stream-rescaling",
                                About.of(
                                                "Multiplies a residual stream, as a whole or per channel, and divides what reads it.")
                                        .definition(
                                                "all that writes to a residual stream times c, all that reads it over c")
                                        .source("Dinh, Pascanu, Bengio, Bengio (2017), Definition 4, along the graph"),
                                StreamRescaling.Parameters.class,
                                StreamRescaling::of)
                        .neutralAt(Map.of("scale", 1.0)),
                TransformFactory.of(
                                "attention-rescaling",
                                About.of("Turns and stretches queries against keys, or values against what reads them, "
                                                + "inside heads of an attention.")
                                        .definition(
                                                "W_Q ↦ W_Q A and W_K ↦ W_K A⁻ᵀ, or W_V ↦ W_V A and W_O ↦ A⁻¹ W_O, with "
                                                        + "their biases; A is any invertible matrix, one for each head of keys "
                                                        + "and values")
                                        .source("da Silva, Dangel, Oore (2025), Hide & Seek: Transformer Symmetries "
                                                + "Obscure Sharpness & Riemannian Geometry Finds It"),
                                AttentionRescaling.Parameters.class,
                                AttentionRescaling::of)
                        .neutralAt(Map.of("scale", 1.0)),
                TransformFactory.of(
                                "batch-norm-rescaling",
                                About.of(
                                                "Scales the input or the output of a BatchNorm in evaluation mode, its statistics "
                                                        + "included.")
                                        .definition(
                                                "what enters a BatchNorm and its running mean times c and γ over c, or γ and β "
                                                        + "times c and what follows over c")
                                        .source(
                                                "Dinh, Pascanu, Bengio, Bengio (2017), Section 3; Ioffe, Szegedy (2015)"),
                                BatchNormRescaling.Parameters.class,
                                BatchNormRescaling::of)
                        .neutralAt(Map.of("scale", 1.0)),
                TransformFactory.of(
                        "softmax-shift",
                        About.of(
                                        "Adds one function of the last hidden layer to all logits, which softmax cross-entropy "
                                                + "ignores.")
                                .definition("W_K + v1ᵀ and b_K + c: a common shift of all logits")
                                .source("Kunin et al. (2021), as a symmetry of the loss"),
                        SoftmaxShift.Parameters.class,
                        SoftmaxShift::of),
                TransformFactory.of(
                        "input-standardization",
                        About.of(
                                        "Standardizes the inputs and folds the change into the first layer: the same function of "
                                                + "the raw inputs.")
                                .definition("u = (x − mean)/deviation, W ↦ diag(deviation) W, b ↦ b + mean·W")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Section 5.2")
                                .cost("one pass over the data"),
                        InputStandardization.Parameters.class,
                        InputStandardization::of),
                TransformFactory.of(
                        "input-whitening",
                        About.of(
                                        "Whitens the inputs and folds the change into the first layer: the same function of the "
                                                + "raw inputs.")
                                .definition("u = (x − mean) Σ^(−1/2), W ↦ Σ^(1/2) W, b ↦ b + mean·W")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Section 5.2")
                                .cost("the covariance of the inputs and its eigenvalues"),
                        InputWhitening.Parameters.class,
                        InputWhitening::of),
                TransformFactory.of(
                        "input-gaussianization",
                        About.of(
                                        "Writes every input feature as the normal quantile of its rank, undone in front of the "
                                                + "network.")
                                .definition("u_j = Φ⁻¹(rank of x_j/N), undone in front of the network")
                                .source(
                                        "Dinh, Pascanu, Bengio, Bengio (2017), Section 5.2; Chen, Gopinath (2001), NIPS "
                                                + "13")
                                .cost("one sort of every feature"),
                        InputGaussianization.Parameters.class,
                        InputGaussianization::of));
    }
}
