using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class LayerOrderTests
{
    [Theory]
    [InlineData("body.1 body.4 head", "body.1 body.4 head")]
    [InlineData("head body.4 body.1", "body.1 body.4 head")]
    [InlineData("body.1 body.10 body.4 head", "body.1 body.4 body.10 head")]
    [InlineData("encoder decoder", "encoder decoder")]
    [InlineData("cell_ih_l0 cell_hh_l0 head", "cell_ih_l0 cell_hh_l0 head")]
    [InlineData("fc layer2 layer1", "layer1 layer2 fc")]
    [InlineData("", "")]
    public void Layers_stand_as_recorded_unless_their_names_say_otherwise(string recorded, string expected)
        => LayerOrder.Of(recorded.Split(' ')).ShouldBe(expected.Split(' '));
}
