namespace DeepFix.Testing;

/// <summary>An error as MLflow answers it.</summary>
public sealed class FakeErrorException(int status, string? code, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>MLflow's error_code; null for an answer that is not in MLflow's shape.</summary>
    public string? Code => code;

    public static FakeErrorException Invalid(string message) => new(400, "INVALID_PARAMETER_VALUE", message);

    public static FakeErrorException Missing(string message) => new(404, "RESOURCE_DOES_NOT_EXIST", message);

    public static FakeErrorException Required(string parameter) =>
        Invalid($"Missing value for required parameter '{parameter}'. See the API docs for more information about request parameters.");
}
