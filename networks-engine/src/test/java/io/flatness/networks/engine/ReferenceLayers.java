package io.flatness.networks.engine;

import io.flatness.networks.layer.Attention;
import io.flatness.networks.layer.Binary;
import io.flatness.networks.layer.Constant;
import io.flatness.networks.layer.Convolution;
import io.flatness.networks.layer.Embedding;
import io.flatness.networks.layer.Expand;
import io.flatness.networks.layer.Gather;
import io.flatness.networks.layer.GroupNorm;
import io.flatness.networks.layer.Join;
import io.flatness.networks.layer.Kernel;
import io.flatness.networks.layer.LayerNorm;
import io.flatness.networks.layer.LayerSpec;
import io.flatness.networks.layer.MatMul;
import io.flatness.networks.layer.PadAxes;
import io.flatness.networks.layer.Parameter;
import io.flatness.networks.layer.Permute;
import io.flatness.networks.layer.Recurrent;
import io.flatness.networks.layer.Reduce;
import io.flatness.networks.layer.RmsNorm;
import io.flatness.networks.layer.Rotary;
import io.flatness.networks.layer.Site;
import io.flatness.networks.layer.Slice;
import io.flatness.networks.layer.Softmax;
import io.flatness.networks.layer.Tile;
import io.flatness.networks.layer.TransposedConvolution;
import io.flatness.networks.layer.Where;
import io.flatness.networks.tile.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Layers on axes of any number, written down from their definitions with indices along the axes. */
final class ReferenceLayers {
    private ReferenceLayers() {}

    private static int[] index(Shape shape, int element) {
        int[] index = new int[shape.rank()];
        int rest = element;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.extent(axis);
            rest /= shape.extent(axis);
        }
        return index;
    }

    private static int element(Shape shape, int... index) {
        int element = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            element = element * shape.extent(axis) + index[axis];
        }
        return element;
    }

    /** The element that broadcasting puts at an index of a shape of as many or more axes. */
    private static HyperDual broadcast(HyperDual[] x, Shape shape, int[] index) {
        int[] own = new int[shape.rank()];
        for (int axis = 0; axis < own.length; axis++) {
            int i = index[index.length - own.length + axis];
            own[axis] = shape.extent(axis) == 1 ? 0 : i;
        }
        return x[element(shape, own)];
    }

    private static HyperDual weight(Site site, int tensor, HyperDual[] theta, int element) {
        return theta[site.parameters().get(tensor).offset() + element];
    }

    static HyperDual @Nullable [] layer(
            LayerSpec layer, Site site, HyperDual[][] in, HyperDual[] theta, double[] buffers) {
        if (layer instanceof Attention attention) {
            return attention(attention, site, in);
        } else if (layer instanceof Recurrent recurrent) {
            return recurrent(recurrent, site, in[0], theta);
        } else if (layer instanceof TransposedConvolution transposed) {
            return transposed(transposed, site, in[0], theta);
        }
        HyperDual[] out = new HyperDual[site.output().size()];
        for (int k = 0; k < out.length; k++) {
            HyperDual value = element(layer, site, in, theta, buffers, index(site.output(), k), k);
            if (value == null) {
                return null;
            }
            out[k] = value;
        }
        return out;
    }

    private static @Nullable HyperDual element(
            LayerSpec layer, Site site, HyperDual[][] in, HyperDual[] theta, double[] buffers, int[] at, int k) {
        Shape output = site.output();
        if (layer instanceof Parameter) {
            return weight(site, 0, theta, k);
        } else if (layer instanceof Constant) {
            return HyperDual.of(buffers[site.buffers().get(0).offset() + k]);
        }
        Shape input = site.input();
        HyperDual[] x = in[0];
        if (layer instanceof Permute permute) {
            int[] from = new int[at.length];
            for (int axis = 0; axis < at.length; axis++) {
                from[permute.axes().get(axis)] = at[axis];
            }
            return x[element(input, from)];
        } else if (layer instanceof Slice slice) {
            int axis = input.axis(slice.axis());
            int start = slice.start() < 0 ? slice.start() + input.extent(axis) : slice.start();
            start = Math.min(start, slice.step() < 0 ? input.extent(axis) - 1 : input.extent(axis));
            int[] from = at.clone();
            from[axis] = start + at[axis] * slice.step();
            return x[element(input, from)];
        } else if (layer instanceof Expand) {
            return broadcast(x, input, at);
        } else if (layer instanceof Tile) {
            int[] from = at.clone();
            Arrays.setAll(from, axis -> at[axis] % input.extent(axis));
            return x[element(input, from)];
        } else if (layer instanceof Gather gather) {
            int axis = input.axis(gather.axis());
            int inner = input.sizeFrom(axis + 1);
            int count = gather.indices().size();
            int chosen = Math.floorMod(gather.indices().get(k / inner % count), input.extent(axis));
            return x[(k / inner / count * input.extent(axis) + chosen) * inner + k % inner];
        } else if (layer instanceof PadAxes pad) {
            int[] from = at.clone();
            for (int axis = 0; axis < at.length; axis++) {
                from[axis] -= pad.before().get(axis);
                if (from[axis] < 0 || from[axis] >= input.extent(axis)) {
                    return HyperDual.of(pad.value());
                }
            }
            return x[element(input, from)];
        } else if (layer instanceof Join join) {
            int axis = output.axis(join.axis());
            int[] from = at.clone();
            for (int i = 0; i < in.length; i++) {
                Shape part = site.inputs().get(i);
                if (from[axis] < part.extent(axis)) {
                    return in[i][element(part, from)];
                }
                from[axis] -= part.extent(axis);
            }
            return null;
        } else if (layer instanceof Binary binary) {
            HyperDual a = broadcast(x, input, at);
            HyperDual b = broadcast(in[1], site.inputs().get(1), at);
            return switch (binary.operation()) {
                case ADD -> a.plus(b);
                case SUBTRACT -> a.plus(b.times(-1));
                case MULTIPLY -> a.times(b);
                case DIVIDE -> a.times(b.inverse());
                case MAXIMUM -> a.a() >= b.a() ? a : b;
                case MINIMUM -> a.a() <= b.a() ? a : b;
            };
        } else if (layer instanceof Where) {
            int chosen = broadcast(x, input, at).a() != 0 ? 1 : 2;
            return broadcast(in[chosen], site.inputs().get(chosen), at);
        } else if (layer instanceof Reduce reduce) {
            return reduced(reduce, input, x, at);
        } else if (layer instanceof Softmax softmax) {
            int axis = input.axis(softmax.axis());
            HyperDual sum = HyperDual.of(0);
            for (int i = 0; i < input.extent(axis); i++) {
                int[] other = at.clone();
                other[axis] = i;
                sum = sum.plus(x[element(input, other)].exp());
            }
            HyperDual log = x[k].plus(sum.log().times(-1));
            return softmax.log() ? log : log.exp();
        } else if (layer instanceof MatMul product) {
            return product(product, site, in, at);
        } else if (layer instanceof Embedding embedding) {
            int width = embedding.width();
            return weight(site, 0, theta, (int) x[k / width].a() * width + k % width);
        } else if (layer instanceof LayerNorm norm) {
            int columns = input.sizeFrom(input.rank() - norm.axes());
            HyperDual normal = normal(x, k / columns * columns, columns, k, norm.epsilon(), true);
            HyperDual scaled = norm.scale() ? normal.times(weight(site, 0, theta, k % columns)) : normal;
            return norm.shift() ? scaled.plus(weight(site, norm.scale() ? 1 : 0, theta, k % columns)) : scaled;
        } else if (layer instanceof RmsNorm norm) {
            int columns = input.sizeFrom(input.rank() - norm.axes());
            HyperDual normal = normal(x, k / columns * columns, columns, k, norm.epsilon(), false);
            return norm.scale() ? normal.times(weight(site, 0, theta, k % columns)) : normal;
        } else if (layer instanceof GroupNorm norm) {
            int channels = input.extent(0);
            int columns = input.size() / (norm.groups() == 0 ? channels : norm.groups());
            HyperDual normal = normal(x, k / columns * columns, columns, k, norm.epsilon(), true);
            HyperDual scaled = norm.scale() ? normal.times(weight(site, 0, theta, at[0])) : normal;
            return norm.shift() ? scaled.plus(weight(site, norm.scale() ? 1 : 0, theta, at[0])) : scaled;
        } else if (layer instanceof Rotary rotary) {
            int width = input.units() / rotary.heads();
            int j = at[1] % width;
            boolean first = rotary.interleaved() ? j % 2 == 0 : j < width / 2;
            int distance = rotary.interleaved() ? 1 : width / 2;
            int pair = rotary.interleaved() ? j / 2 : j % (width / 2);
            HyperDual partner = x[first ? k + distance : k - distance].times(first ? -1 : 1);
            int angle = at[0] * width / 2 + pair;
            return x[k].times(in[1][angle]).plus(partner.times(in[2][angle]));
        } else if (layer instanceof Convolution conv) {
            return conv(conv, site, x, theta, at);
        }
        return null;
    }

    private static HyperDual reduced(Reduce reduce, Shape input, HyperDual[] x, int[] at) {
        List<Integer> along = reduce.axes().stream().map(input::axis).toList();
        HyperDual result = null;
        int terms = 0;
        for (int e = 0; e < x.length; e++) {
            int[] index = index(input, e);
            boolean belongs = true;
            int position = 0;
            for (int axis = 0; axis < input.rank(); axis++) {
                if (along.contains(axis)) {
                    position += reduce.keep() ? 1 : 0;
                } else {
                    belongs &= index[axis] == at[position++];
                }
            }
            if (!belongs) {
                continue;
            }
            terms++;
            if (result == null) {
                result = x[e];
            } else {
                result = switch (reduce.operation()) {
                    case SUM, MEAN -> result.plus(x[e]);
                    case MAXIMUM -> x[e].a() > result.a() ? x[e] : result;
                    case MINIMUM -> x[e].a() < result.a() ? x[e] : result;
                };
            }
        }
        if (result == null) {
            throw new AssertionError("nothing to reduce");
        }
        return reduce.operation() == Reduce.Operation.MEAN ? result.times(1.0 / terms) : result;
    }

    private static HyperDual product(MatMul product, Site site, HyperDual[][] in, int[] at) {
        Shape a = site.input();
        Shape b = site.inputs().get(1);
        int k = a.extent(a.rank() - (product.transposeLeft() ? 2 : 1));
        HyperDual sum = HyperDual.of(0);
        for (int i = 0; i < k; i++) {
            int[] left = at.clone();
            int[] right = at.clone();
            int rank = at.length;
            left[rank - 2] = product.transposeLeft() ? i : at[rank - 2];
            left[rank - 1] = product.transposeLeft() ? at[rank - 2] : i;
            right[rank - 2] = product.transposeRight() ? at[rank - 1] : i;
            right[rank - 1] = product.transposeRight() ? i : at[rank - 1];
            sum = sum.plus(broadcast(in[0], a, left).times(broadcast(in[1], b, right)));
        }
        return sum;
    }

    private static HyperDual normal(
            HyperDual[] x, int start, int columns, int element, double epsilon, boolean centered) {
        HyperDual mean = HyperDual.of(0);
        for (int j = 0; centered && j < columns; j++) {
            mean = mean.plus(x[start + j].times(1.0 / columns));
        }
        HyperDual variance = HyperDual.of(epsilon);
        for (int j = 0; j < columns; j++) {
            HyperDual difference = x[start + j].plus(mean.times(-1));
            variance = variance.plus(difference.times(difference).times(1.0 / columns));
        }
        return x[element].plus(mean.times(-1)).times(variance.log().times(-0.5).exp());
    }

    private static HyperDual conv(Convolution conv, Site site, HyperDual[] x, HyperDual[] theta, int[] at) {
        Kernel kernel = conv.kernel();
        Shape input = site.input();
        int channels = input.extent(0) / conv.groups();
        HyperDual sum = conv.bias() ? weight(site, 1, theta, at[0]) : HyperDual.of(0);
        for (int c = 0; c < channels; c++) {
            for (int w = 0; w < kernel.size(); w++) {
                int[] place = index(Shape.rows(kernel.sizes()), w);
                int[] from = new int[input.rank()];
                from[0] = at[0] / (conv.outputs() / conv.groups()) * channels + c;
                boolean inside = true;
                for (int axis = 0; axis < kernel.rank(); axis++) {
                    int entry = at[axis + 1] * kernel.strides().get(axis)
                            - kernel.before().get(axis)
                            + place[axis] * kernel.dilations().get(axis);
                    inside &= entry >= 0 && entry < input.extent(axis + 1);
                    from[axis + 1] = entry;
                }
                if (inside) {
                    HyperDual v = weight(site, 0, theta, (at[0] * channels + c) * kernel.size() + w);
                    sum = sum.plus(x[element(input, from)].times(v));
                }
            }
        }
        return sum;
    }

    private static HyperDual[] transposed(TransposedConvolution conv, Site site, HyperDual[] x, HyperDual[] theta) {
        Kernel kernel = conv.kernel();
        Shape input = site.input();
        Shape output = site.output();
        HyperDual[] out = new HyperDual[output.size()];
        for (int k = 0; k < out.length; k++) {
            out[k] = conv.bias() ? weight(site, 1, theta, index(output, k)[0]) : HyperDual.of(0);
        }
        int own = conv.outputs() / conv.groups();
        for (int e = 0; e < x.length; e++) {
            int[] at = index(input, e);
            int group = at[0] / (input.extent(0) / conv.groups());
            for (int o = 0; o < own; o++) {
                for (int w = 0; w < kernel.size(); w++) {
                    int[] place = index(Shape.rows(kernel.sizes()), w);
                    int[] to = new int[output.rank()];
                    to[0] = group * own + o;
                    boolean inside = true;
                    for (int axis = 0; axis < kernel.rank(); axis++) {
                        to[axis + 1] = at[axis + 1] * kernel.strides().get(axis)
                                - kernel.before().get(axis)
                                + place[axis] * kernel.dilations().get(axis);
                        inside &= to[axis + 1] >= 0 && to[axis + 1] < output.extent(axis + 1);
                    }
                    if (inside) {
                        HyperDual v = weight(site, 0, theta, (at[0] * own + o) * kernel.size() + w);
                        int target = element(output, to);
                        out[target] = out[target].plus(x[e].times(v));
                    }
                }
            }
        }
        return out;
    }

    private static HyperDual[] attention(Attention attention, Site site, HyperDual[][] in) {
        int queries = site.input().extent(0);
        int keys = site.inputs().get(1).extent(0);
        int d = site.input().units() / attention.heads();
        int e = site.output().units() / attention.heads();
        int share = attention.heads() / attention.groups();
        double scale = attention.scale() == 0 ? 1 / Math.sqrt(d) : attention.scale();
        HyperDual[] out = new HyperDual[site.output().size()];
        Arrays.fill(out, HyperDual.of(0));
        for (int h = 0; h < attention.heads(); h++) {
            for (int t = 0; t < queries; t++) {
                HyperDual[] weights = new HyperDual[keys];
                HyperDual sum = HyperDual.of(0);
                for (int s = 0; s < keys; s++) {
                    weights[s] = HyperDual.of(0);
                    for (int i = 0; i < d; i++) {
                        HyperDual q = in[0][(t * attention.heads() + h) * d + i];
                        HyperDual key = in[1][(s * attention.groups() + h / share) * d + i];
                        weights[s] = weights[s].plus(q.times(key).times(scale));
                    }
                    if (in.length == 4) {
                        weights[s] =
                                weights[s].plus(broadcast(in[3], site.inputs().get(3), new int[] {h, t, s}));
                    }
                    weights[s] = attention.causal() && s > t ? HyperDual.of(0) : weights[s].exp();
                    sum = sum.plus(weights[s]);
                }
                for (int s = 0; s < keys; s++) {
                    for (int i = 0; i < e; i++) {
                        HyperDual v = in[2][(s * attention.groups() + h / share) * e + i];
                        int k = (t * attention.heads() + h) * e + i;
                        out[k] = out[k].plus(weights[s].times(sum.inverse()).times(v));
                    }
                }
            }
        }
        return out;
    }

    private static HyperDual[] recurrent(Recurrent layer, Site site, HyperDual[] x, HyperDual[] theta) {
        int positions = site.input().extent(0);
        int inputs = site.input().units();
        int hidden = layer.hidden();
        int directions = site.output().units() / hidden;
        HyperDual[] out = new HyperDual[site.output().size()];
        for (int d = 0; d < directions; d++) {
            boolean reverse = d == 1 || layer.direction() == Recurrent.Direction.REVERSE;
            HyperDual[] h = new HyperDual[hidden];
            HyperDual[] c = new HyperDual[hidden];
            Arrays.fill(h, HyperDual.of(0));
            Arrays.fill(c, HyperDual.of(0));
            for (int step = 0; step < positions; step++) {
                int t = reverse ? positions - 1 - step : step;
                HyperDual[] row = Arrays.copyOfRange(x, t * inputs, (t + 1) * inputs);
                advance(layer, site, theta, d, row, h, c);
                for (int i = 0; i < hidden; i++) {
                    out[(t * directions + d) * hidden + i] = h[i];
                }
            }
        }
        return out;
    }

    private static HyperDual affine(
            Recurrent layer, Site site, HyperDual[] theta, int tensor, int d, int gates, int row, HyperDual[] x) {
        int rows = gates * layer.hidden();
        HyperDual sum =
                layer.bias() ? weight(site, 2, theta, d * 2 * rows + (tensor == 0 ? 0 : rows) + row) : HyperDual.of(0);
        for (int i = 0; i < x.length; i++) {
            sum = sum.plus(
                    weight(site, tensor, theta, (d * rows + row) * x.length + i).times(x[i]));
        }
        return sum;
    }

    private static HyperDual sigmoid(HyperDual x) {
        return HyperDual.of(1).plus(x.times(-1).exp()).inverse();
    }

    private static void advance(
            Recurrent layer, Site site, HyperDual[] theta, int d, HyperDual[] x, HyperDual[] h, HyperDual[] c) {
        int n = layer.hidden();
        int gates = site.parameters().get(0).shape().get(1) / n;
        HyperDual[] before = h.clone();
        HyperDual[] reset = new HyperDual[n];
        for (int i = 0; gates == 3 && i < n; i++) {
            HyperDual r = sigmoid(affine(layer, site, theta, 0, d, gates, n + i, x)
                    .plus(affine(layer, site, theta, 1, d, gates, n + i, before)));
            reset[i] = r;
        }
        for (int i = 0; i < n; i++) {
            HyperDual[] own = new HyperDual[gates];
            HyperDual[] past = new HyperDual[gates];
            for (int g = 0; g < gates; g++) {
                own[g] = affine(layer, site, theta, 0, d, gates, g * n + i, x);
                past[g] = affine(layer, site, theta, 1, d, gates, g * n + i, before);
            }
            switch (layer.cell()) {
                case RNN_TANH -> h[i] = own[0].plus(past[0]).tanh();
                case RNN_RELU -> {
                    HyperDual z = own[0].plus(past[0]);
                    h[i] = z.a() > 0 ? z : HyperDual.of(0);
                }
                case LSTM -> {
                    HyperDual in = sigmoid(own[0].plus(past[0]));
                    HyperDual outward = sigmoid(own[1].plus(past[1]));
                    HyperDual forget = sigmoid(own[2].plus(past[2]));
                    HyperDual candidate = own[3].plus(past[3]).tanh();
                    c[i] = forget.times(c[i]).plus(in.times(candidate));
                    h[i] = outward.times(c[i].tanh());
                }
                case GRU -> {
                    HyperDual update = sigmoid(own[0].plus(past[0]));
                    HyperDual n2;
                    if (layer.linearBeforeReset()) {
                        n2 = own[2].plus(reset[i].times(past[2])).tanh();
                    } else {
                        HyperDual[] kept = new HyperDual[n];
                        for (int j = 0; j < n; j++) {
                            kept[j] = reset[j].times(before[j]);
                        }
                        n2 = own[2].plus(affine(layer, site, theta, 1, d, gates, 2 * n + i, kept))
                                .tanh();
                    }
                    HyperDual one = HyperDual.of(1);
                    h[i] = one.plus(update.times(-1)).times(n2).plus(update.times(before[i]));
                }
            }
        }
    }
}
