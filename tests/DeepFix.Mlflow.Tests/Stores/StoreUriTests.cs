using DeepFix.Mlflow.Stores;

namespace DeepFix.Mlflow.Tests.Stores;

public sealed class StoreUriTests
{
    [Theory]
    [InlineData("sqlite:////data/mlflow.db", "/data/mlflow.db")]
    [InlineData("sqlite:////data/mlflow.db?timeout=30", "/data/mlflow.db")]
    [InlineData("sqlite+pysqlite:////data/mlflow.db", "/data/mlflow.db")]
    [InlineData("SQLITE:/data/mlflow.db", "/data/mlflow.db")]
    [InlineData("/data/with space, ü, 100%25.db", "/data/with space, ü, 100%25.db")]
    [InlineData("file:///data/my%20runs.db", "/data/my runs.db")]
    public void Absolute_database_is_found_in_every_form(string uri, string path) => StoreUri.SqlitePath(uri).ShouldBe(Path.GetFullPath(path));

    [Theory]
    [InlineData("sqlite:///mlflow.db", "mlflow.db"), InlineData("sqlite:mlflow.db", "mlflow.db"), InlineData("sqlite:///./sub/mlflow.db", "sub/mlflow.db"), InlineData("mlflow.db", "mlflow.db")]
    [InlineData("sqlite:///C:/runs/mlflow.db", "C:/runs/mlflow.db"), InlineData(@"sqlite:///C:\runs\mlflow.db", @"C:\runs\mlflow.db"), InlineData("sqlite:C:/runs/mlflow.db", "C:/runs/mlflow.db")]
    public void Relative_database_and_Windows_drive_are_found_in_every_form(string uri, string path) => StoreUri.SqlitePath(uri).ShouldBe(Path.GetFullPath(path));

    [Theory]
    [InlineData("file:///data/mlruns", "/data/mlruns"), InlineData("file:///data/mlruns/", "/data/mlruns"), InlineData("file:/data/mlruns", "/data/mlruns"), InlineData("file://localhost/data/mlruns", "/data/mlruns")]
    [InlineData("file:///data/caf%C3%A9%20%231", "/data/café #1"), InlineData("/data/mlruns", "/data/mlruns"), InlineData("mlruns", "mlruns"), InlineData("file:mlruns", "mlruns"), InlineData("file:///C:/runs/mlruns", "C:/runs/mlruns")]
    public void Folder_is_found_in_every_form(string uri, string path) => StoreUri.FolderPath(uri).ShouldBe(Path.GetFullPath(path));

    [Theory]
    [InlineData("sqlite://"), InlineData("sqlite:///"), InlineData("sqlite:"), InlineData(""), InlineData("sqlite://host/mlflow.db"), InlineData("sqlite:///:memory:")]
    public void Uri_that_names_no_database_is_refused(string uri) => Should.Throw<MlflowException>(() => StoreUri.SqlitePath(uri)).Code.ShouldBe(MlflowErrorCode.UnsupportedUri);

    [Theory]
    [InlineData("file://server/share/mlruns"), InlineData(""), InlineData("file:")]
    public void Uri_that_names_no_folder_is_refused(string uri) => Should.Throw<MlflowException>(() => StoreUri.FolderPath(uri)).Code.ShouldBe(MlflowErrorCode.UnsupportedUri);
}
